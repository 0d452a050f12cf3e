/** The wire of the kepu server as types (openapi.yaml is the contract) and one function a call. */
import { request } from './base/client';

export type Role = 'resident' | 'disseminator' | 'editor' | 'reviewer' | 'operator' | 'administrator';
export type Kind = 'article' | 'video' | 'audio' | 'poster';

export interface Session {
  token: string;
  refresh: string;
  role: Role;
  scope?: string;
  expires: string;
}

export type LoginRequest =
  | { phone: string; code: string; village?: string; consent?: boolean }
  | { account: string; password: string; newPassword?: string }
  | { ticket: string };

export interface RegionPath {
  code: string;
  name: string;
  path: string;
}

export interface Me {
  id: string;
  role: Role;
  region: RegionPath;
  name?: string;
  account?: string;
  phone?: string;
  groups?: string[];
  birthYear?: number;
  occupation?: string;
  interests?: string[];
  language?: string;
  largePrint?: boolean;
  personalised?: boolean;
  /** Residents only. */
  push?: PushSettings;
  consent?: { version?: string; at?: string };
}

export interface ProfileChange {
  village?: string;
  groups?: string[];
  birthYear?: number;
  interests?: string[];
  largePrint?: boolean;
}

/** A sender or a topic of which nothing is pushed any more. */
export interface Unsubscribed {
  code: string;
  name: string;
  since: string;
}

export interface PushSettings {
  /** Times of day such as 21:30, in Beijing; none where nothing is quiet. */
  quiet: { own: boolean; from?: string; until?: string };
  senders: Unsubscribed[];
  topics: Unsubscribed[];
}

export type UnsubscribedKind = 'senders' | 'topics';

export interface Browsers {
  /** The VAPID key to subscribe with, base64url. */
  applicationServerKey: string;
  browsers: { id: string; service: string; since: string }[];
}

export interface Card {
  id: string;
  kind: Kind;
  title: string;
  summary: string;
  topic: string;
  cover?: string;
  source: string;
  publishedAt: string;
  seconds?: number;
  chars?: number;
  reason?: { code: string; text: string };
  pinned?: boolean;
}

export type Severity = 'red' | 'orange' | 'yellow' | 'blue' | 'none';

export interface ShownBulletin {
  id: string;
  headline: string;
  event: string;
  severity: Severity;
  severityText: string;
  description: string;
  instruction: string;
  sender: string;
  language: string;
  area: string;
  sentAt: string;
  onsetAt?: string;
  expiresAt: string;
  update: boolean;
  web?: string;
  items: Card[];
  acknowledged?: boolean;
}

export type BulletinState = 'waiting' | 'live' | 'over' | 'ended' | 'recorded';

/** A bulletin as staff see it. */
export interface Bulletin {
  id: string;
  status: 'actual' | 'exercise' | 'system' | 'test' | 'draft';
  msgType: 'alert' | 'update' | 'cancel' | 'ack' | 'error';
  state: BulletinState;
  sentAt: string;
  regions: { code: string; name: string }[];
  segments: ShownBulletin[];
}

export interface Bulletins {
  bulletins: Bulletin[];
  next?: string;
}

/** How far a bulletin came in a region; without counts where they would tell of fewer than five persons. */
export interface ReachRow {
  region: string;
  name: string;
  residents?: number;
  received?: number;
  acknowledged?: number;
  unreached?: number;
  toldFaceToFace?: number;
  small?: boolean;
  point?: { lat: number; lon: number };
}

export type Reach = Required<Pick<ReachRow, 'region' | 'name' | 'residents' | 'received' | 'acknowledged' | 'unreached' | 'toldFaceToFace'>> & {
  byRegion: ReachRow[];
};

export type BulletinReceipt = 'received' | 'acknowledged';

/** Which page of a list: where the page before it said it goes on, from the start without. */
export type PageQuery = { size?: number; cursor?: string };

export interface Feed {
  feed: string;
  bulletins: ShownBulletin[];
  items: Card[];
  next?: string;
}

export interface Item extends Omit<Card, 'reason' | 'pinned'> {
  groups?: string[];
  keywords?: string[];
  media?: string;
  /** A playlist of renditions for slow lines (HLS), where some were made. */
  hls?: string;
  authority: string;
  licence: string;
  language: string;
  body: string;
  /** Of the text, from 1; grows with each correction. */
  version?: number;
  /** What was corrected since it was first published, the newest last. */
  corrections?: Correction[];
}

export interface Correction {
  at: string;
  note: string;
}

/** What a search can be narrowed by, one value each. */
export type SearchFilters = Partial<Record<'topic' | 'group' | 'kind' | 'season' | 'place', string>>;

/** How many of all that was found have each code. */
export type Facets = Record<Exclude<keyof SearchFilters, 'place'> | 'region', Record<string, number>>;

/** In its title and passage, HTML that is escaped text, what was searched for stands between <em> and </em>. */
export interface Hit {
  item: Card;
  title: string;
  passage: string;
}

export interface Found {
  hits: Hit[];
  total: number;
  facets: Facets;
  /** Of the provinces among the facets. */
  regionNames: Record<string, string>;
  didYouMean?: string;
  next?: string;
}

export type Rating = 'false' | 'misleading' | 'partly' | 'unproven' | 'true';

/** A vetted claim with its verdict in short. */
export interface ClaimCard {
  id: string;
  claim: string;
  rating: Rating;
  topic: string;
  summary: string;
  source: string;
  publishedOn: string;
}

/** The whole verdict; `body` is safe HTML that says why and what is right. */
export interface Claim extends ClaimCard {
  body: string;
  authority: string;
  language: string;
  items: Card[];
}

export interface Checked {
  /** The most probable first, each with the words of the text that make the claim. */
  verdicts: (ClaimCard & { statement: string })[];
  /** Parts of the text of which nobody knows yet. */
  unknown: string[];
}

/** A danger to life that a question speaks of: what to do first and whom to call. */
export interface Urgent {
  code: string;
  title: string;
  advice: string;
  hotlines: { number: string; name: string }[];
}

/** A passage of an item, word for word. */
export interface Passage {
  item: string;
  title: string;
  heading: string;
  text: string;
  source: string;
  authority: string;
  publishedAt: string;
}

export type QuestionState = 'routed' | 'claimed' | 'answered' | 'returned';

export interface Said {
  text: string;
  items: Card[];
  by: string;
  at: string;
}

export interface OwnQuestion {
  id: string;
  text: string;
  state: QuestionState;
  urgent: boolean;
  askedAt: string;
  dueAt: string;
  /** Where it went. */
  with: string;
  answer?: Said;
  /** Why it was not answered. */
  returned?: Said;
}

/** What becomes of a question: an answer, or it went to people, or, of a guest, neither. */
export interface QuestionOutcome {
  urgent: Urgent | null;
  /** `confidence` is the probability that it answers the question. */
  answer: { verdicts: ClaimCard[]; passages: Passage[]; answeredBy: string; confidence: number } | null;
  question: OwnQuestion | null;
  handOver: 'sign-in' | null;
}

/** A question as staff see it: without who asked. */
export interface Question extends OwnQuestion {
  villageName: string;
  overdue: boolean;
  claim?: { by: string; until: string } | null;
}

export interface Questions {
  questions: Question[];
  open: number;
  overdue: number;
  next?: string;
}

export interface Term {
  code: string;
  name: string;
}

export interface Vocabulary {
  topics: Term[];
  groups: Term[];
  roles?: Term[];
}

export type EventType =
  'impression' | 'open' | 'progress' | 'finish' | 'like' | 'share' | 'not_interested' | 'answer' | 'play';

export interface ActivityEvent {
  id: string;
  type: EventType;
  at: string;
  item?: string;
  feed?: string;
  position?: number;
  millis?: number;
  value?: number;
}

export interface EventsAnswer {
  accepted: number;
  duplicates: number;
  rejected: { index: number; type: string; detail: string }[];
}

export interface InboxEntry {
  id: string;
  /** Missing where a message opens nothing. */
  item?: Card;
  title: string;
  message: string;
  sender: string;
  senderCode: string;
  publishedAt: string;
  /** When it came, if it waited. */
  releasedAt?: string;
  expiresAt: string;
  read?: boolean;
}

export interface Inbox {
  offset: string;
  unread: number;
  bulletins: ShownBulletin[];
  publications: InboxEntry[];
  next?: string;
}

export type ReceiptState = 'delivered' | 'read';

export type CampaignState =
  | 'draft'
  | 'submitted'
  | 'returned'
  | 'approved'
  | 'scheduled'
  | 'running'
  | 'paused'
  | 'done'
  | 'cancelled'
  | 'withdrawn';

export interface Campaign {
  id: string;
  title: string;
  message: string;
  items: string[];
  scope: string;
  state: CampaignState;
  reach: number;
  startAt: string;
  expiresAt: string;
}

export interface Campaigns {
  campaigns: Campaign[];
  next?: string;
}

export interface Task {
  code: string;
  title: string;
  detail: string;
  item?: string;
  bulletin?: string;
  people?: number;
}

export interface VillageItem extends Card {
  pushedToday?: boolean;
}

export interface VillageToday {
  village: RegionPath;
  residents: number;
  reached: number;
  connected: number;
  services: number;
  items: VillageItem[];
  tasks: Task[];
  bulletins: ShownBulletin[];
}

export interface PushAnswer {
  campaign: string;
  publication: string;
  reach: number;
  connected: number;
  repeated: boolean;
}

export interface ServiceRequest {
  item: string;
  people: number;
  at: string;
  place?: string;
  note?: string;
  bulletin?: string;
}

export type Route = 'feed' | 'push' | 'search' | 'share' | 'face_to_face';

export interface Service {
  id: string;
  item: string;
  title: string;
  route: Route;
  day: string;
  people: number;
  place?: string;
  note?: string;
}

export interface Services {
  total: number;
  byRoute: Partial<Record<Route, number>>;
  services: Service[];
  next?: string;
}

export interface Unreached {
  residents: number;
  unreached: number;
  days?: number;
  byGroup: { group: string; name?: string; residents: number; unreached: number }[];
}

export interface Region {
  code: string;
  level: 'country' | 'province' | 'city' | 'county' | 'town' | 'village';
  name: string;
}

export const api = {
  sendCode: (phone: string) => request<object>('POST', '/v1/codes', { body: { phone }, guest: true }),
  login: (login: LoginRequest) => request<Session>('POST', '/v1/sessions', { body: login, guest: true }),
  logout: () => request<void>('DELETE', '/v1/sessions'),

  me: () => request<Me>('GET', '/v1/me'),
  changeMe: (change: ProfileChange) => request<Me>('PATCH', '/v1/me', { body: change }),
  personalisation: (on: boolean) => request<Me>('PUT', '/v1/me/personalisation', { body: { on } }),
  setQuiet: (from: string, until: string) =>
    request<PushSettings>('PUT', '/v1/me/push/quiet', { body: { from, until } }),
  clearQuiet: () => request<PushSettings>('DELETE', '/v1/me/push/quiet'),
  unsubscribe: (kind: UnsubscribedKind, code: string) =>
    request<PushSettings>('PUT', `/v1/me/push/unsubscribed/${kind}/${encodeURIComponent(code)}`),
  resubscribe: (kind: UnsubscribedKind, code: string) =>
    request<PushSettings>('DELETE', `/v1/me/push/unsubscribed/${kind}/${encodeURIComponent(code)}`),
  browsers: () => request<Browsers>('GET', '/v1/me/channels/webpush'),
  subscribeBrowser: (subscription: PushSubscriptionJSON) =>
    request<{ id: string }>('PUT', '/v1/me/channels/webpush', { body: subscription }),
  unsubscribeBrowser: (id: string) => request<void>('DELETE', '/v1/me/channels/webpush', { query: { id } }),
  exportMe: () => request<object>('GET', '/v1/me/export'),
  eraseMe: () => request<void>('DELETE', '/v1/me'),

  feed: (page: PageQuery & { region?: string }) => request<Feed>('GET', '/v1/feed', { query: page }),
  item: (id: string) => request<Item>('GET', `/v1/items/${encodeURIComponent(id)}`),
  vocabulary: () => request<Vocabulary>('GET', '/v1/vocabulary', { guest: true }),
  events: (events: ActivityEvent[], guest: boolean) =>
    request<EventsAnswer>('POST', '/v1/events', { body: { events }, guest, keepalive: true }),

  search: (query: SearchFilters & PageQuery & { q: string; region?: string }) => request<Found>('GET', '/v1/search', { query }),
  suggest: (q: string, region: string | undefined) => request<{ suggestions: string[] }>('GET', '/v1/suggest', { query: { q, region } }),

  ask: (text: string, key: string, region: string | undefined) =>
    request<QuestionOutcome>('POST', '/v1/questions', { body: { text }, key, query: { region } }),
  myQuestions: (page: PageQuery) => request<{ questions: OwnQuestion[]; next?: string }>('GET', '/v1/me/questions', { query: page }),
  questions: (query: PageQuery & { state?: QuestionState }) => request<Questions>('GET', '/v1/questions', { query }),
  claimQuestion: (id: string) => request<Question>('POST', `/v1/questions/${encodeURIComponent(id)}/claim`),
  answerQuestion: (id: string, text: string) =>
    request<Question>('POST', `/v1/questions/${encodeURIComponent(id)}/answer`, { body: { text } }),

  checkClaims: (text: string) => request<Checked>('POST', '/v1/claims/check', { body: { text } }),
  claim: (id: string) => request<Claim>('GET', `/v1/claims/${encodeURIComponent(id)}`),

  inbox: (page: PageQuery) => request<Inbox>('GET', '/v1/inbox', { query: page }),
  receipts: (publications: string[], state: ReceiptState) =>
    request<{ recorded: number }>('POST', '/v1/inbox/read', { body: { publications, state } }),

  acknowledge: (bulletin: string, state: BulletinReceipt) =>
    request<void>('POST', `/v1/bulletins/${encodeURIComponent(bulletin)}/ack`, { body: { state } }),

  bulletins: (page: PageQuery) => request<Bulletins>('GET', '/v1/bulletins', { query: page }),
  bulletin: (id: string) => request<Bulletin>('GET', `/v1/bulletins/${encodeURIComponent(id)}`),
  bulletinReach: (id: string, region: string | undefined) =>
    request<Reach>('GET', `/v1/bulletins/${encodeURIComponent(id)}/reach`, { query: { region } }),

  campaigns: (page: PageQuery) => request<Campaigns>('GET', '/v1/campaigns', { query: page }),

  villageToday: () => request<VillageToday>('GET', '/v1/village/today'),
  villagePush: (item: string, key: string) =>
    request<PushAnswer>('POST', '/v1/village/push', { body: { item }, key }),
  recordService: (service: ServiceRequest, key: string) =>
    request<Service>('POST', '/v1/village/services', { body: service, key }),
  villageServices: (page: PageQuery) => request<Services>('GET', '/v1/village/services', { query: page }),
  villageUnreached: () => request<Unreached>('GET', '/v1/village/unreached'),

  regions: (parent: string) =>
    request<{ regions: Region[] }>('GET', '/v1/regions', { query: { parent, size: 500 }, guest: true }),
};
