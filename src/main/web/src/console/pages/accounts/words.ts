/** The Chinese words of the trace, and roles that staff can have. */
import { ROLE } from '../../../base/words';
import type { StaffRole } from './api';

export const STAFF_ROLES: readonly StaffRole[] = ['disseminator', 'editor', 'reviewer', 'operator', 'administrator'];

/** What each role is for, for those who give it. */
export const ROLE_NOTE: Record<StaffRole, string> = {
  disseminator: '在手机应用里服务一个村或社区',
  editor: '写内容、管来源、回答提问',
  reviewer: '审核和核对内容',
  operator: '推送、应急信息、推荐模型、编排规则',
  administrator: '管账号和密钥，看操作记录',
};

/** Kinds of deeds to search the trace by, by how their names begin. */
export const DEEDS: readonly { action: string; word: string }[] = [
  { action: 'account.', word: '账号' },
  { action: 'item.', word: '内容' },
  { action: 'source.', word: '来源' },
  { action: 'entry.', word: '待收稿件' },
  { action: 'claim.', word: '辟谣' },
  { action: 'question.', word: '提问' },
  { action: 'campaign.', word: '推送任务' },
  { action: 'bulletin.', word: '应急信息' },
  { action: 'rules.', word: '编排规则' },
  { action: 'model.', word: '推荐模型' },
  { action: 'webhook.', word: '对接地址' },
];

const ACTION: Record<string, string> = {
  'account.add': '新增账号',
  'account.change': '修改账号',
  'account.on': '恢复账号',
  'account.off': '停用账号',
  'account.password': '重设密码',
  'account.own-password': '换了自己的密码',
  'account.logout': '结束登录',
  'account.logout-all': '结束一批登录',
  'item.draft': '写了草稿',
  'item.withdraw': '撤回内容',
  'campaign.submitted': '提交推送任务',
  'campaign.approved': '批准推送任务',
  'campaign.returned': '退回推送任务',
  'campaign.cancelled': '取消推送任务',
  'campaign.withdrawn': '撤回推送任务',
  'campaign.paused': '暂停推送任务',
  'rules.save': '保存编排规则',
  'model.train': '训练模型',
  'model.tune': '开始调参',
  'model.tune-stop': '停下调参',
  'model.shadow': '开始影子运行',
  'model.share': '给一部分人试用模型',
  'model.stop': '结束试用或影子运行',
  'model.release': '发布模型',
  'model.rollback': '退回上一个模型',
  'webhook.add': '新增对接地址',
  'webhook.change': '修改对接地址',
  'webhook.secret': '换对接密钥',
  'webhook.remove': '删除对接地址',
  'webhook.resend': '重发对接消息',
};

/** A deed in words; one without words of its own is said by what it concerns. */
export function actionWord(action: string): string {
  const kind = DEEDS.find((deed) => action.startsWith(deed.action));
  return ACTION[action] ?? (kind ? `${kind.word}：${action.slice(kind.action.length)}` : action);
}

const FIELD: Record<string, string> = {
  account: '账号',
  role: '角色',
  scope: '地区代码',
  formerRole: '原来的角色',
  formerScope: '原来的地区代码',
  sessions: '登录数',
  words: '姓名或账号里的字',
  name: '名称',
  reason: '原因',
  note: '说明',
  version: '版本',
  job: '任务编号',
  options: '选项',
  share: '比例（%）',
  design: '怎么挑',
  override: '越过检查',
  guard: '检查时的指标',
  active: '启用',
};

/** What the trace keeps beside the deed, in one line. */
export function detailWords(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '' && !isEmpty(value))
    .map(([field, value]) => `${FIELD[field] ?? field}：${valueWord(field, value)}`)
    .join('；');
}

const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

function valueWord(field: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (field.toLowerCase().endsWith('role') && typeof value === 'string' && value in ROLE) return ROLE[value as StaffRole];
  if (Array.isArray(value)) return value.map(String).join(' ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}
