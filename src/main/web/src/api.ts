/** The calls of the kepu server that the people's app makes, one function each; their shapes are those of openapi.yaml. */
import { request } from './base/client';
import { fetchFeed, type feedQuery } from './base/firstFeed';
import type { Wire } from './base/wire';
import type { operations } from './generated/wire';

type Content<R> = R extends { content: { 'application/json': infer T } } ? T : never;
/** What a call answers when it worked, where the contract gives that no name. */
type Answer<O extends keyof operations> = Content<
  operations[O]['responses'] extends infer R ? (R extends { 200: infer T } ? T : R extends { 201: infer T } ? T : never) : never
>;
type Body<O extends keyof operations> = operations[O] extends { requestBody: infer B } ? Content<B> : never;

export type Role = Wire<'Role'>;
export type Kind = Wire<'Kind'>;
export type Session = Wire<'Session'>;
export type LoginRequest = Wire<'LoginRequest'>;
export type RegionPath = Wire<'RegionPath'>;
export type Me = Wire<'Me'>;
export type ProfileChange = Wire<'ProfileChange'>;
export type Tags = Wire<'Tags'>;
export type Tag = Tags['tags'][number];
export type Unsubscribed = Wire<'Unsubscribed'>;
export type PushSettings = Wire<'PushSettings'>;
export type UnsubscribedKind = 'senders' | 'topics';
export type Browsers = Answer<'browsers'>;

export type Card = Wire<'Card'>;
export type Feed = Wire<'Feed'>;
export type Item = Wire<'Item'>;
export type Correction = NonNullable<Item['corrections']>[number];
export type Vocabulary = Wire<'Vocabulary'>;
export type Term = Vocabulary['topics'][number];
export type ActivityEvent = Wire<'Event'>;
export type EventType = ActivityEvent['type'];

export type Severity = Wire<'Severity'>;
/** In an inbox it says too whether this person knows of it. */
export type ShownBulletin = Wire<'ShownBulletin'> & { acknowledged?: boolean };
export type Bulletin = Wire<'Bulletin'>;
export type Bulletins = Answer<'bulletins'>;
export type BulletinState = Bulletin['state'];
export type BulletinReceipt = Body<'ackBulletin'>['state'];
export type Reach = Wire<'BulletinReach'>;
export type ReachRow = Reach['byRegion'][number];

/** Which page of a list: where the page before it said it goes on, from the start without. */
export type PageQuery = { size?: number; cursor?: string };

/** For whom it has to be written; for anybody without. */
export type Readers = { readers?: 'children' };

/** What a search can be narrowed by, one value each. */
export type SearchFilters = Partial<Record<'topic' | 'group' | 'kind' | 'season' | 'place', string>>;
export type Found = Wire<'Found'>;
export type Facets = Found['facets'];
/** In its title and passage, HTML that is escaped text, what was searched for stands between <em> and </em>. */
export type Hit = Found['hits'][number];

/** A vetted claim with its verdict in short. */
export type ClaimCard = Wire<'Claim'>;
/** The whole verdict; `body` is safe HTML that says why and what is right. */
export type Claim = Wire<'WholeClaim'>;
export type Rating = ClaimCard['rating'];
export type Checked = Answer<'checkClaims'>;

export type Urgent = Wire<'Hotlines'>;
export type QuestionState = Wire<'QuestionState'>;
export type QuestionOutcome = Wire<'QuestionOutcome'>;
/** A passage of an item, word for word. */
export type Passage = NonNullable<QuestionOutcome['answer']>['passages'][number];
export type Said = Wire<'SaidToQuestion'>;
export type OwnQuestion = Wire<'OwnQuestion'>;
/** A question as staff see it: without who asked. */
export type Question = Wire<'Question'>;
export type Questions = Answer<'questions'>;

export type ServingVillage = Wire<'ServingVillage'>;
export type OrderRequest = Body<'placeOrder'>;
export type OwnOrder = Wire<'OwnOrder'>;
/** An order as staff see it: without who ordered. */
export type Order = Wire<'Order'>;
export type Orders = Answer<'orders'>;
/** What was done to an order. */
export type OrderStep = Wire<'OrderStep'>;
export type OrderRating = Wire<'OrderRating'>;

export type InboxEntry = Wire<'InboxEntry'>;
export type Inbox = Wire<'Inbox'>;
export type ReceiptState = Body<'inboxRead'>['state'];
export type CampaignState = Wire<'CampaignState'>;
export type Campaign = Wire<'Campaign'>;
export type Campaigns = Answer<'campaigns'>;
export type Estimate = Wire<'Estimate'>;

export type VillageToday = Wire<'VillageToday'>;
export type VillageItem = VillageToday['items'][number];
export type Task = VillageToday['tasks'][number];
export type PushAnswer = Answer<'villagePush'>;
export type ServiceRequest = Body<'recordService'>;
export type Service = Wire<'Service'>;
export type Route = Service['route'];
export type Services = Answer<'villageServices'>;
export type Unreached = Wire<'Unreached'>;
export type Group = Wire<'Group'>;
export type Region = Wire<'Region'>;

export const api = {
  sendCode: (phone: string) => request<object>('POST', '/v1/codes', { body: { phone }, guest: true }),
  login: (login: LoginRequest) => request<Session>('POST', '/v1/sessions', { body: login, guest: true }),
  logout: () => request<void>('DELETE', '/v1/sessions'),

  me: () => request<Me>('GET', '/v1/me'),
  changeMe: (change: ProfileChange) => request<Me>('PATCH', '/v1/me', { body: change }),
  personalisation: (on: boolean) => request<Me>('PUT', '/v1/me/personalisation', { body: { on } }),
  consent: (version: string) => request<Me>('PUT', '/v1/me/consent', { body: { version } }),
  guardianConsent: (guardian: Wire<'GuardianCode'>) => request<Me>('POST', '/v1/me/guardian', { body: guardian }),
  guardianRevoke: (guardian: Wire<'GuardianCode'>) =>
    request<Answer<'guardianRevoke'>>('POST', '/v1/guardian/revoke', { body: guardian, guest: true }),
  setQuiet: (from: string, until: string) =>
    request<PushSettings>('PUT', '/v1/me/push/quiet', { body: { from, until } }),
  clearQuiet: () => request<PushSettings>('DELETE', '/v1/me/push/quiet'),
  unsubscribe: (kind: UnsubscribedKind, code: string) =>
    request<PushSettings>('PUT', `/v1/me/push/unsubscribed/${kind}/${encodeURIComponent(code)}`),
  resubscribe: (kind: UnsubscribedKind, code: string) =>
    request<PushSettings>('DELETE', `/v1/me/push/unsubscribed/${kind}/${encodeURIComponent(code)}`),
  browsers: () => request<Browsers>('GET', '/v1/me/channels/webpush'),
  subscribeBrowser: (subscription: PushSubscriptionJSON) =>
    request<Answer<'subscribeBrowser'>>('PUT', '/v1/me/channels/webpush', { body: subscription }),
  unsubscribeBrowser: (id: string) => request<void>('DELETE', '/v1/me/channels/webpush', { query: { id } }),
  tags: () => request<Tags>('GET', '/v1/me/tags'),
  deleteTag: (tag: string) => request<void>('DELETE', `/v1/me/tags/${encodeURIComponent(tag)}`),
  exportMe: () => request<object>('GET', '/v1/me/export'),
  eraseMe: () => request<void>('DELETE', '/v1/me'),

  feed: (page: ReturnType<typeof feedQuery>) => request<Feed>('GET', '/v1/feed', { query: page, by: fetchFeed }),
  item: (id: string) => request<Item>('GET', `/v1/items/${encodeURIComponent(id)}`),
  vocabulary: () => request<Vocabulary>('GET', '/v1/vocabulary', { guest: true }),
  events: (events: ActivityEvent[], guest: boolean) =>
    request<Wire<'EventsAnswer'>>('POST', '/v1/events', { body: { events }, guest, keepalive: true }),

  search: (query: SearchFilters & PageQuery & Readers & { q: string; region?: string }) => request<Found>('GET', '/v1/search', { query }),
  suggest: (q: string, region: string | undefined) => request<Answer<'suggest'>>('GET', '/v1/suggest', { query: { q, region } }),

  ask: (text: string, key: string, region: string | undefined) =>
    request<QuestionOutcome>('POST', '/v1/questions', { body: { text }, key, query: { region } }),
  myQuestions: (page: PageQuery) => request<Answer<'myQuestions'>>('GET', '/v1/me/questions', { query: page }),
  questions: (query: PageQuery & { state?: QuestionState }) => request<Questions>('GET', '/v1/questions', { query }),
  claimQuestion: (id: string) => request<Question>('POST', `/v1/questions/${encodeURIComponent(id)}/claim`),
  answerQuestion: (id: string, text: string) =>
    request<Question>('POST', `/v1/questions/${encodeURIComponent(id)}/answer`, { body: { text } }),

  myDisseminator: () => request<ServingVillage>('GET', '/v1/me/disseminator'),
  placeOrder: (order: OrderRequest, key: string) => request<OwnOrder>('POST', '/v1/orders', { body: order, key }),
  myOrders: (page: PageQuery) => request<Answer<'myOrders'>>('GET', '/v1/me/orders', { query: page }),
  myOrder: (id: string) => request<OwnOrder>('GET', `/v1/me/orders/${encodeURIComponent(id)}`),
  withdrawOrder: (id: string) => request<OwnOrder>('POST', `/v1/orders/${encodeURIComponent(id)}/withdraw`),
  rateOrder: (id: string, rating: OrderRating, words: string) =>
    request<OwnOrder>('POST', `/v1/orders/${encodeURIComponent(id)}/rating`, { body: { rating, words } }),
  orders: (query: PageQuery & { state?: 'open' | 'ended' }) => request<Orders>('GET', '/v1/orders', { query }),
  order: (id: string) => request<Order>('GET', `/v1/orders/${encodeURIComponent(id)}`),
  takeOrder: (id: string, note: string) => request<Order>('POST', `/v1/orders/${encodeURIComponent(id)}/take`, { body: { note } }),
  finishOrder: (id: string) => request<Order>('POST', `/v1/orders/${encodeURIComponent(id)}/finish`, { body: {} }),
  dispatchOrder: (id: string, unit: string) => request<Order>('POST', `/v1/orders/${encodeURIComponent(id)}/dispatch`, { body: { unit } }),
  returnOrder: (id: string, note: string) => request<Order>('POST', `/v1/orders/${encodeURIComponent(id)}/return`, { body: { note } }),

  checkClaims: (text: string) => request<Checked>('POST', '/v1/claims/check', { body: { text } }),
  claim: (id: string) => request<Claim>('GET', `/v1/claims/${encodeURIComponent(id)}`),

  inbox: (page: PageQuery) => request<Inbox>('GET', '/v1/inbox', { query: page }),
  receipts: (publications: string[], state: ReceiptState) =>
    request<Answer<'inboxRead'>>('POST', '/v1/inbox/read', { body: { publications, state } }),

  acknowledge: (bulletin: string, state: BulletinReceipt) =>
    request<void>('POST', `/v1/bulletins/${encodeURIComponent(bulletin)}/ack`, { body: { state } }),

  bulletins: (page: PageQuery) => request<Bulletins>('GET', '/v1/bulletins', { query: page }),
  bulletin: (id: string) => request<Bulletin>('GET', `/v1/bulletins/${encodeURIComponent(id)}`),
  bulletinReach: (id: string, region: string | undefined) =>
    request<Reach>('GET', `/v1/bulletins/${encodeURIComponent(id)}/reach`, { query: { region } }),

  campaigns: (page: PageQuery) => request<Campaigns>('GET', '/v1/campaigns', { query: page }),

  estimate: (audience: Wire<'Audience'>) => request<Estimate>('POST', '/v1/audiences/estimate', { body: { audience } }),

  villageToday: () => request<VillageToday>('GET', '/v1/village/today'),
  villagePush: (item: string, key: string) =>
    request<PushAnswer>('POST', '/v1/village/push', { body: { item }, key }),
  recordService: (service: ServiceRequest, key: string) =>
    request<Service>('POST', '/v1/village/services', { body: service, key }),
  villageServices: (page: PageQuery) => request<Services>('GET', '/v1/village/services', { query: page }),
  villageUnreached: () => request<Unreached>('GET', '/v1/village/unreached'),

  regions: (parent: string) =>
    request<Answer<'regions'>>('GET', '/v1/regions', { query: { parent, size: 500 }, guest: true }),
};
