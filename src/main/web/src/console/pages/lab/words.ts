/** What the codes of models are called, and what every figure and every step of the work means, in plain words. */
import { spokenMoment } from '../../../base/time';
import type { Experiment, Live, Tuning } from './api';

/** When a version was made stands in its name, in UTC: 11月22日 09:30 · 1a2b3c4d. */
export function versionWord(version: string | null | undefined): string {
  if (!version) return '不用模型';
  if (version === 'untrained') return '还没有训练过的模型';
  const parts = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-(\w+)$/.exec(version);
  if (!parts) return version;
  const [, year, month, day, hour, minute, second, tail] = parts;
  return `${spokenMoment(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)} · ${tail}`;
}

export const modelWord = (name: string) => (name === 'feed' ? '首页推荐（feed）' : name);

/** Rows of a card: what was measured on the same data. */
const MEASURED: Record<string, string> = {
  kepu: '这个版本',
  released: '当时线上的版本',
  popularity: '热门榜',
  'recent-popularity': '近期热门榜',
  random: '随机排',
  tuned: '找到的最好一组',
  present: '现在的参数',
};
export const measuredWord = (model: string) => MEASURED[model] ?? model;

export const MEASURED_MEANING: Record<string, string> = {
  released: '训练时正在给居民用的版本，在同一批数据上重新量了一遍，可以直接相比。',
  popularity: '不看是谁，一律按总打开次数排。任何有用的模型都该比它好。',
  'recent-popularity': '不看是谁，一律按最近的打开次数排。任何有用的模型都该比它好。',
  random: '完全随机地排。',
};

const SLICES: Record<string, string> = {
  all: '所有人',
  warm: '看过内容的居民',
  cold: '还没看过内容的居民',
  'new-items': '新上架的内容',
  town: '城镇居民',
  country: '农村居民',
};

/** A slice of the people who were measured; groups and regions are named by whoever knows them. */
export function sliceWord(slice: string, group: (code: string) => string, region: (code: string) => string): string {
  const [kind, code = ''] = slice.split(':');
  if (kind === 'group') return group(code) || code;
  return code ? region(code) : (SLICES[slice] ?? slice);
}

export const FIGURES = {
  ndcg: { word: '排序得分 NDCG@20', meaning: '居民后来真正打开的内容，在前 20 条里排得有多靠前。0 到 1，越大越好；全排在最前面是 1。' },
  recall: { word: '找到率 Recall@20', meaning: '居民后来打开的内容，有多大比例排进了前 20 条。0 到 1，越大越好。' },
  interval: { word: '可信范围', meaning: '换一批差不多的居民来量，100 次里有 95 次会落在这个范围里。两个范围离得开，才说得上真有差别；人数越少，范围越宽。' },
  users: { word: '人数', meaning: '用多少位居民来量的。太少就不准。' },
  auc: { word: '分辨力 AUC', meaning: '随便拿一条会被打开的和一条不会被打开的，它把前者排在前面的机会。0.5 等于瞎猜，1 是全对。' },
  logLoss: { word: '预测误差', meaning: '它说的打开机会和实际打开相差多少。越小越好。' },
  snips: { word: '按概率折算的打开率', meaning: '有些位置是随机放的内容，可以折算出：如果由这个版本来放，打开率会是多少。' },
  doublyRobust: { word: '双重稳健打开率', meaning: '同样是折算的打开率，再用模型自己的预测补上数据少的地方，通常更稳。' },
  logged: { word: '实际打开率', meaning: '这些位置上当时放的内容，实际被打开的比例。' },
  effectiveSize: { word: '相当于多少个位置', meaning: '折算之后，数据相当于多少个由这个版本自己放的位置。越多越可信，不到 50 就不算。' },
  rate: { word: '打开率', meaning: '在首页看到的内容里，有多大比例被打开。' },
  difference: { word: '差别', meaning: '试用版本的打开率减去线上版本的打开率。正数表示试用版本更好。' },
  always: { word: '随时可看的可信范围', meaning: '这个范围专门算得宽一些，所以天天看、随时停都不会上当：整个范围在 0 的一边，才下结论。' },
  score: { word: '得分', meaning: '模型估计这位居民会不会打开它：0 表示一半机会，每多 1 分，机会（打开比不打开）约大 2.7 倍。只用来排先后。' },
} as const;

export const FAMILIES: Record<string, { word: string; meaning: string }> = {
  base: { word: '起点', meaning: '对一条什么都不知道的内容，模型给的分。' },
  collaborative: { word: '相似的人也看', meaning: '看过同样内容的居民，也打开过它。' },
  content: { word: '与看过的相近', meaning: '文字与这位居民看过的内容相近。' },
  place: { word: '当地打开得多', meaning: '本村、本县和同类人群里，打开它的人多不多。' },
  group: { word: '适合的人群', meaning: '是不是给这类人群写的，这类人群爱不爱看这个主题。' },
  topic: { word: '常看的主题', meaning: '这位居民是不是常打开这个主题。' },
  interest: { word: '说过的兴趣', meaning: '这位居民自己说过对这个主题感兴趣。' },
  season: { word: '应季', meaning: '现在是不是这条内容的时节。' },
  fresh: { word: '新', meaning: '上架的时间长短。' },
  local: { word: '本地', meaning: '是不是专门给这个地方的。' },
  person: { word: '个人习惯', meaning: '这个人平时打开得多不多、内容长短、是不是看过没打开等，与内容好坏无关。' },
  boost: { word: '规则加权', meaning: '编排规则加上或减去的分。' },
};

const SOURCES: Record<string, string> = {
  collaborative: '相似的人也看',
  content: '与看过的相近',
  prior: '同类人群爱看',
  village: '本村爱看',
  topic: '感兴趣的主题',
  season: '应季',
  fresh: '新上架',
  made: '为这类人群做的',
  explore: '试新内容',
  pinned: '规则置顶',
  sought: '规则加权',
  pushed: '推送过',
};
export const sourceWord = (code: string) => SOURCES[code] ?? code;

export const DESIGNS = {
  residents: { word: '按居民', meaning: '随机挑出这么多居民，一直由他们试用。最常用。' },
  villages: { word: '按乡镇', meaning: '随机挑出这么多乡镇，整个乡镇一起试用。邻居之间会互相比较时用。' },
  interleaving: { word: '交错', meaning: '在被挑中的居民的首页里，两个版本轮流放内容，看谁放的更常被打开。最快看出差别。' },
} as const;

/** The state of a version among what is live. */
export function placeOf(version: string, live: Live): { word: string; tone: 'good' | 'busy' | 'plain' } {
  if (live.released === version) return { word: '线上', tone: 'good' };
  if (live.trial.version === version) return { word: live.trial.stage === 'shadow' ? '影子运行' : `试用 ${live.trial.percent}%`, tone: 'busy' };
  if (live.previous === version) return { word: '上一版', tone: 'plain' };
  return { word: '未使用', tone: 'plain' };
}

export const VERDICTS: Record<Experiment['difference']['verdict'], { word: string; next: string; type: 'info' | 'success' | 'error' | 'warning' }> = {
  too_early: { word: '数据还少，先不下结论', next: '什么也不用做，过几天再来看。每一边至少要有 20 位居民（按乡镇试用时是 20 个乡镇）。', type: 'info' },
  undecided: { word: '还看不出差别', next: '可以继续试，也可以扩大试用的比例，数据会来得快一些。', type: 'warning' },
  better: { word: '试用版本更好', next: '可以发布给所有人了。', type: 'success' },
  worse: { word: '试用版本更差', next: '请结束试用，所有居民回到线上版本。', type: 'error' },
};

export const TUNED: Record<NonNullable<Tuning['verdict']>, { word: string; next: string; type: 'success' | 'warning' | 'info' | 'error' }> = {
  better: { word: '找到了更好的一组参数', next: '用这组参数训练一个新版本，再去比较和试用。', type: 'success' },
  unclear: { word: '最好的一组并不明显更好', next: '差别可能只是碰巧。建议保持现在的参数，或积累更多数据以后再搜。', type: 'warning' },
  worse: { word: '最好的一组在检验数据上反而更差', next: '请保持现在的参数。', type: 'error' },
  present: { word: '没有哪一组比现在的更好', next: '请保持现在的参数。', type: 'info' },
};

const STEPS: [RegExp, string][] = [
  [/reading behaviour/, '正在读取居民的阅读记录'],
  [/ease λ=([\d.]+)/, '正在试“看了这个也看那个”的平滑力度 $1'],
  [/what had been shown instead/, '正在折算随机位置上的打开率'],
  [/collaborative|what people opened next/, '正在找“看了这个也看那个”的关系'],
  [/living through the log again|lessons/, '正在把阅读记录从头过一遍，准备学习用的例子'],
  [/the ranker learns/, '正在学习怎样排序'],
  [/ranker: AUC ([\d.]+)/, '排序学完了，分辨力 AUC $1'],
  [/ranking for/, '正在给检验用的居民排内容'],
  [/measuring/, '正在用没学过的记录检验'],
  [/training the best one/, '正在用最好的一组参数重新训练，准备最后检验'],
];

/** Trial 0 is what the definition says now. */
export const trialWord = (number: number) => (number === 0 ? '现在的参数' : `第 ${number} 组`);

/** Where the data of a search came from, its moments in Beijing time. */
export const originWord = (source: string) => source.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, (moment) => spokenMoment(moment));

/** What a process says of its progress, for people. */
export function progressWord(text: string | undefined): string {
  if (!text) return '正在启动';
  const done = /^trial (\d+) of (\d+): ndcg@20 ([\d.]+), best ([\d.]+) \(trial (\d+)\)/.exec(text);
  if (done) return `${trialWord(Number(done[1]))}试完，得分 ${done[3]}；目前最好的是${trialWord(Number(done[5]))}，${done[4]}`;
  const failed = /^trial (\d+) of \d+ failed/.exec(text);
  if (failed) return `${trialWord(Number(failed[1]))}没有训练成，接着试下一组`;
  const trial = /^trial (\d+): (.*)$/.exec(text);
  if (trial) return `${trialWord(Number(trial[1]))}：${progressWord(trial[2])}`;
  const test = /^test, (\w+): (.*)$/.exec(text);
  if (test) return `最后检验（${test[1] === 'best' ? '最好的一组' : '现在的参数'}）：${progressWord(test[2])}`;
  for (const [known, word] of STEPS) {
    const found = known.exec(text);
    if (found) return word.replace('$1', found[1] ?? '');
  }
  return text;
}

export const four = (value: number) => value.toFixed(4);
export const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
export const signed = (value: number, digits = 4) => `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(digits)}`;
export const range = (low: number, high: number, say: (value: number) => string = four) => `${say(low)} 到 ${say(high)}`;
export const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MiB`;
