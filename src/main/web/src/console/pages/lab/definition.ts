/** Every parameter of a definition: what it is called and what it does, as models/feed.yaml has them. */
export interface Meaning {
  word: string;
  meaning: string;
}

export interface Chosen extends Meaning {
  path: string;
  value: string;
}

export const PARTS: Record<string, Meaning> = {
  data: { word: '数据', meaning: '用哪些阅读记录来学。' },
  rates: { word: '打开率', meaning: '怎样统计各地、各类人群打开什么。' },
  collaborative: { word: '协同', meaning: '怎样从“看了这个也看那个”里学。' },
  ranker: { word: '排序', meaning: '怎样给每条内容打分、排先后。' },
  arrangement: { word: '编排', meaning: '排好以后，怎样让列表不单调、照顾新手、老人和未成年人。' },
};

const MEANINGS: Record<string, Meaning> = {
  seed: { word: '随机种子', meaning: '种子和数据都一样，训练出来的模型就一样。一般不用改。' },
  'data.days': { word: '读多少天的记录', meaning: '多，学得稳；少，更跟得上最近的变化。' },
  'data.people': { word: '最多读多少位居民', meaning: '超过时均匀抽取。多，学得细，也更慢。' },
  'rates.halfLifeDays': { word: '分量减半的天数', meaning: '过多少天，一次打开的分量减半。小，跟得上新变化；大，数据少的地方更稳。' },
  'rates.backoffImpressions': { word: '参考上级地区的程度', meaning: '小村子数据不够时，多大程度上参考上一级地区。大，更多参考上级。' },
  'collaborative.method': { word: '协同的算法', meaning: 'auto 按内容多少自动选；ease 精确，适合一万条以内；graph 适合更多的内容。' },
  'collaborative.lambdas': { word: '平滑的力度', meaning: '列出几个时，自动取找回最多的一个。大，更谨慎。' },
  'collaborative.factors': { word: '口味的大趋势', meaning: '内容超过一万条时用：保留多少种“谁和谁口味相近”。大，分得细，也慢。' },
  'collaborative.neighbours': { word: '每条记住的相关内容', meaning: '每条内容记住多少条相关的，供排首页时用。' },
  'collaborative.heldPeople': { word: '用来选力度的人数', meaning: '藏起这么多位居民的一部分记录，看哪个力度找得回来。' },
  'ranker.kind': { word: '排序的算法', meaning: 'auto 两种都训练，取更准的；trees 提升树；linear 逻辑回归。' },
  'ranker.rows': { word: '最多学多少个例子', meaning: '每次“看到了，打开没有”算一个例子。多，学得细，也慢。' },
  'ranker.window': { word: '学最近多大一部分', meaning: '从最近多大一部分时间里学，0.3 是最近三成。大，例子多，但旧。' },
  'ranker.trees': { word: '树的棵数', meaning: '提升树有多少棵。多，学得细，也更容易只记住过去。' },
  'ranker.leaves': { word: '每棵树的情形', meaning: '每棵树分多少种情形。多，分得细。' },
  'ranker.depth': { word: '树的层数', meaning: '每棵树最多分几层。' },
  'ranker.leastRows': { word: '每种情形最少的例子', meaning: '大，更谨慎，不被个别例子带偏。' },
  'ranker.learningRate': { word: '每棵树改动多少', meaning: '小，学得稳，要配更多的树。' },
  'ranker.sample': { word: '每棵树看多少例子', meaning: '0.7 是每棵树随机看七成，防止死记。' },
  'ranker.ridge': { word: '压低权重的力度', meaning: '逻辑回归才用。大，更谨慎。' },
  'ranker.without': { word: '不用的特征', meaning: '列出不许模型使用的特征，如 [birth] 是不看年龄。' },
  'arrangement.topicPerTen': { word: '同一主题最多几条', meaning: '任意连续十条里，同一主题最多几条。' },
  'arrangement.sourcePerTen': { word: '同一来源最多几条', meaning: '任意连续十条里，同一来源最多几条。' },
  'arrangement.exploreEvery': { word: '每几条试一条新内容', meaning: '看过的人太少、还说不准好坏的内容，每隔几条放一条。' },
  'arrangement.newcomersExploreEvery': { word: '新居民每几条试一条', meaning: '还没打开过内容的居民，少试一些。' },
  'arrangement.minorsBelow': { word: '几岁以下算未成年', meaning: '未成年人只看适合他们的内容。' },
  'arrangement.minorsMost': { word: '未成年人最多几条', meaning: '未成年人的列表到这么多条为止，防止沉迷。' },
  'arrangement.eldersFrom': { word: '几岁起算老年', meaning: '老年人的列表少试新内容。' },
  'arrangement.eldersExploreEvery': { word: '老年人每几条试一条', meaning: '数字越大，试得越少。' },
};

export const meaningOf = (path: string): Meaning => MEANINGS[path] ?? { word: path, meaning: '' };

/** The parameters of a definition, part by part, with values as they are written there. */
export function partsOf(definition: Record<string, unknown>): { part: string; meaning: Meaning; chosen: Chosen[] }[] {
  return Object.entries(definition)
    .filter((entry): entry is [string, Record<string, unknown>] => typeof entry[1] === 'object' && entry[1] !== null && !Array.isArray(entry[1]))
    .map(([part, values]) => ({
      part,
      meaning: PARTS[part] ?? { word: part, meaning: '' },
      chosen: Object.entries(values).map(([key, value]) => ({ path: `${part}.${key}`, value: written(value), ...meaningOf(`${part}.${key}`) })),
    }));
}

/** As YAML has it: 60, auto, [30, 100]. */
function written(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(String).join(', ')}]` : String(value);
}

export const FEATURES: Record<string, string> = {
  collaborative: '相似的人也看（总分）',
  'collaborative-mean': '相似的人也看（平均）',
  content: '与看过的内容相近（平均）',
  'content-best': '与看过的某一条很相近',
  'place-rate': '本村同类人群的打开率',
  'county-rate': '本县同类人群的打开率',
  'group-rate': '全国同类人群的打开率',
  'best-rate': '最爱看它的那类人群的打开率',
  'alike-county-rate': '本县情况完全相同的人的打开率',
  'country-rate': '所有人的打开率',
  trend: '最近打开的人多不多',
  opens: '总共打开的人多不多',
  'group-topic-rate': '同类人群对这个主题的打开率',
  'group-kind-rate': '同类人群对文章或视频的打开率',
  'group-match': '是不是给这类人群做的',
  'topic-affinity': '本人比别人更爱这个主题多少',
  'topic-share': '本人打开的内容里这个主题占多少',
  interest: '本人说过感兴趣',
  season: '应季',
  newness: '刚上架',
  age: '上架的天数',
  youth: '上架时间与别的相比有多短',
  closeness: '专门给多近的地区',
  length: '文字长短',
  video: '是不是视频',
  exposure: '已经给多少人看过',
  shown: '给本人看过几次没打开',
  'shown-ago': '上次给本人看是多久以前',
  activity: '本人打开过多少内容',
  'open-rate': '本人平时爱不爱打开',
  birth: '年龄',
  position: '在列表里的位置（只在训练时用）',
};
