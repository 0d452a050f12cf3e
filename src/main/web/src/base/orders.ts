/** Orders of residents: how far they are, and what was done to them in plain words. */
import type { OrderStep, OwnOrder } from '../api';

/** Whether something is still to be done. */
export const isOpen = ({ state }: Pick<OwnOrder, 'state'>) => state === 'ordered' || state === 'dispatched' || state === 'taken';

/** Each step as a sentence, for who ordered (`own`) or for staff. */
export function spokenSteps(steps: readonly OrderStep[], own: boolean): string[] {
  return steps.map((step, n) => spokenStep(step, steps[n - 1], own));
}

function spokenStep({ step, by, note }: OrderStep, before: OrderStep | undefined, own: boolean): string {
  const orderer = own ? '您' : '居民';
  const staff = by ?? '工作人员';
  const said = note ? `：${note}` : '';
  switch (step) {
    case 'order':
      return `${orderer}点了单`;
    case 'dispatch':
      return `${staff}派给了${note}`;
    case 'take':
      return before?.step === 'take' && before.by === by ? `${staff}说${said}` : `${staff}接了单${said}`;
    case 'finish':
      return `${staff}办完了${said}`;
    case 'return':
      return `${staff}退回了${said}`;
    case 'withdraw':
      return `${orderer}撤回了`;
    case 'rate':
      return `${orderer}评价${said}`;
  }
}
