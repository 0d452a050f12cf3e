/** The app's own Chinese words for codes and amounts. */
import type { BulletinState, CampaignState, Card, Kind, OrderRating, QuestionState, Rating, Role, Route } from '../api';

const CHARS_PER_MINUTE = 300;

export const ROLE: Record<Role, string> = {
  resident: '居民',
  disseminator: '智慧科普传播员',
  editor: '编辑',
  reviewer: '审核员',
  operator: '运营人员',
  administrator: '管理员',
};

export const CAMPAIGN_STATE: Record<CampaignState, string> = {
  draft: '草稿',
  submitted: '等待批准',
  returned: '已退回',
  approved: '已批准',
  scheduled: '等待开始',
  running: '推送中',
  paused: '已暂停',
  done: '已完成',
  cancelled: '已取消',
  withdrawn: '已撤回',
};

export const BULLETIN_STATE: Record<BulletinState, string> = {
  waiting: '还没开始',
  live: '正在发布',
  over: '已过期',
  ended: '已更新或取消',
  recorded: '只作记录',
};

export const ROUTE: Record<Route, string> = {
  feed: '推荐阅读',
  push: '推送',
  search: '搜索',
  share: '分享',
  face_to_face: '面对面',
};

export const KIND: Record<Kind, string> = { article: '文章', video: '视频', audio: '音频', poster: '图片' };

export const RATING: Record<Rating, string> = { false: '不实', misleading: '误导', partly: '部分属实', unproven: '证据不足', true: '属实' };

export const QUESTION_STATE: Record<QuestionState, string> = { routed: '等待回答', claimed: '有人在答', answered: '已回答', returned: '没有回答' };

export const ORDER_RATING: Record<OrderRating, string> = { good: '满意', fair: '一般', poor: '不满意' };

/** How sure it is that an answer fits, from a probability. */
export function sureWord(probability: number): string {
  if (probability >= 0.9) return '很有把握，这就是您要的答案。';
  if (probability >= 0.75) return '比较有把握，请看看是不是您要问的。';
  return '可能是您要问的，请对照自己的情况看。';
}

/** What people call the place that a disseminator serves. */
export interface PlaceWords {
  mine: string;
  whole: string;
}

const VILLAGE: PlaceWords = { mine: '我的村', whole: '全村' };
const COMMUNITY: PlaceWords = { mine: '我的社区', whole: '全社区' };

/** By the name of the place: 朝阳花园社区 and 东街居委会 are communities, all else is a village. */
export const placeWords = (name = ''): PlaceWords => (/(社区|居委会|居民委员会)$/.test(name) ? COMMUNITY : VILLAGE);

const AUTHORITY: Record<string, string> = {
  national: '国家级权威来源',
  provincial: '省级权威来源',
  academic: '学术机构',
  international: '国际组织',
};

export const authorityWord = (code: string) => AUTHORITY[code] ?? code;

/** How long it takes: 视频 1分20秒, 约 3 分钟读完. */
export function lengthWord(card: Pick<Card, 'kind' | 'seconds' | 'chars'>): string {
  if (card.kind === 'video' || card.kind === 'audio') {
    const kind = card.kind === 'video' ? '视频' : '音频';
    return card.seconds ? `${kind} ${duration(card.seconds)}` : kind;
  }
  if (card.kind === 'poster') return '图片';
  return card.chars ? `约 ${Math.max(1, Math.round(card.chars / CHARS_PER_MINUTE))} 分钟读完` : '文章';
}

export const count = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  if (minutes === 0) return `${rest}秒`;
  return rest === 0 ? `${minutes}分钟` : `${minutes}分${rest}秒`;
}
