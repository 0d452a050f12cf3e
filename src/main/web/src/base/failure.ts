/** A call to the server that did not work, with one plain Chinese sentence for the person. */
import type { Answer } from './line';

/** What is wrong in what was sent, and where: a JSON pointer such as /title. */
export interface Fault {
  pointer: string;
  detail: string;
}

interface Problem {
  type?: string;
  title?: string;
  detail?: string;
  faults?: Fault[];
}

export const REGISTRATION_NEEDED = 'urn:kepu:registration-needed';
/** The password was given by an administrator: its owner has to choose one. */
export const PASSWORD_CHANGE_NEEDED = 'urn:kepu:password-change-needed';
export const ITEM_WITHDRAWN = 'urn:kepu:item-withdrawn';

export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';

  constructor(
    readonly status: number,
    readonly type: string,
    readonly text: string,
    readonly retryAfterMillis = 0,
    readonly faults: Fault[] = [],
  ) {
    super(`${status} ${type}: ${text}`);
  }

  /** Whether the same call may well work later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  static offline(): ApiFailure {
    return new ApiFailure(0, 'urn:kepu-app:offline', '连不上网络，请检查手机信号或无线网。');
  }

  static slow(): ApiFailure {
    return new ApiFailure(0, 'urn:kepu-app:slow', '网络太慢，等了很久没有回应，请再试一次。');
  }

  static of(answer: Answer): ApiFailure {
    const problem = problemOf(answer.text);
    const retryAfterMillis = Number(answer.retryAfter ?? 0) * 1000 || 0;
    return new ApiFailure(answer.status, problem.type ?? 'about:blank', textOf(answer.status, problem), retryAfterMillis, problem.faults ?? []);
  }
}

/** The sentence to show for anything that was thrown. */
export function sentence(failure: unknown): string {
  return failure instanceof ApiFailure ? failure.text : '这一步没有成功，请再试一次。';
}

function problemOf(text: string): Problem {
  try {
    return (JSON.parse(text) as Problem | null) ?? {};
  } catch {
    return {};
  }
}

function textOf(status: number, problem: Problem): string {
  if (status >= 500) return '服务暂时出了点问题，请过一会儿再试。';
  const faults = (problem.faults ?? []).map((fault) => fault.detail).filter(Boolean);
  const told = faults.length > 0 ? faults.join('；') : problem.detail || problem.title;
  if (told) return told;
  if (status === 401) return '登录已经过期，请重新登录。';
  if (status === 403) return '您没有做这件事的权限。';
  if (status === 404) return '没有找到，可能已经撤下。';
  if (status === 429) return '现在用的人太多，请稍等一会儿再试。';
  return '这一步没有成功，请再试一次。';
}
