/** The calls of the kitchen, one function each. */
import { request } from '../../../base/client';
import type { Wire } from '../../../base/wire';

export type VersionLine = Wire<'VersionLine'>;
export type ItemVersion = Wire<'ItemVersion'>;
export type VersionState = Wire<'VersionState'>;
export type ItemDraft = Wire<'ItemDraft'>;
export type ItemChange = Partial<Wire<'ItemChange'>>;
export type ReviewOpinion = Wire<'ReviewOpinion'>;
export type ReviewTask = Wire<'ReviewTask'>;
export type Check = Wire<'ReviewCheck'>;
export type StyleFault = Wire<'StyleFault'>;
export type Source = Wire<'Source'>;
export type SourceGiven = Wire<'SourceGiven'>;
export type SourcePoll = Wire<'SourcePoll'>;
export type Entry = Wire<'Entry'>;
export type EntryView = Wire<'EntryView'>;
export type EntryState = Entry['state'];
export type Video = Wire<'Video'>;
export type Extra = Wire<'Extra'>;
/** What comes in pieces. */
export type Upload = Video | Extra;
export type UnknownClaim = Wire<'UnknownClaim'>;
export type ClaimAlarm = Wire<'ClaimAlarm'>;
export type Claim = Wire<'Claim'>;
export type Question = Wire<'Question'>;
export type Campaign = Wire<'Campaign'>;

type Query = Record<string, string | number | undefined>;
const ITEMS = '/v1/library/items';
const SOURCES = '/v1/library/sources';
const ENTRIES = '/v1/library/entries';
const UPLOADS = '/v1/library/uploads';
const UPLOAD_MILLIS = 300_000;

const get = <T>(path: string, query: Query = {}) => request<T>('GET', path, { query });
const post = <T>(path: string, body?: object, key?: string) => request<T>('POST', path, { ...(body ? { body } : {}), ...(key ? { key } : {}) });
const patch = <T>(path: string, body: object) => request<T>('PATCH', path, { body });

export const me = () => get<Wire<'Me'>>('/v1/me');
export const region = (code: string) => get<{ region: Wire<'Region'>; path: Wire<'Region'>[] }>(`/v1/regions/${code}`);

// items and their review
export const items = (query: Query) => get<{ versions: VersionLine[]; next?: string }>(ITEMS, query);
export const item = (id: string) => get<Wire<'LibraryItem'>>(`${ITEMS}/${id}`);
export const version = (id: string, number: number) => get<ItemVersion>(`${ITEMS}/${id}/versions/${number}`);
export const diff = (id: string, number: number, against: number) => get<{ against: number; diff: string }>(`${ITEMS}/${id}/versions/${number}/diff`, { against });
export const preview = (body: object) => post<Wire<'DraftPreview'>>('/v1/library/preview', body);
export const draft = (body: ItemDraft, key: string) => post<ItemVersion>(ITEMS, body, key);
export const change = (id: string, body: ItemChange) => patch<ItemVersion>(`${ITEMS}/${id}`, body);
export const published = (id: string) => get<Wire<'Item'>>(`/v1/items/${id}`);
export const submit = (id: string) => post<ItemVersion>(`${ITEMS}/${id}/submit`);
export const discard = (id: string) => post<ItemVersion>(`${ITEMS}/${id}/discard`);
export const correct = (id: string, note: string) => post<ItemVersion>(`${ITEMS}/${id}/correct`, { note });
export const claimReview = (id: string) => post<ItemVersion>(`${ITEMS}/${id}/claim`);
export const releaseReview = (id: string) => post<ItemVersion>(`${ITEMS}/${id}/release`);
export const assignReview = (id: string, account: string) => post<ItemVersion>(`${ITEMS}/${id}/assign`, { account });
export const sign = (id: string, number: number, check: Check) => post<ItemVersion>(`${ITEMS}/${id}/checks`, { version: number, check });
export const review = (id: string, opinion: ReviewOpinion) => post<ItemVersion>(`${ITEMS}/${id}/reviews`, opinion);
export const bulk = (tasks: ReviewTask[]) => post<{ results: Wire<'ReviewResult'>[] }>('/v1/library/reviews/bulk', { tasks });
export const withdraw = (id: string, reason: string) => post<void>(`${ITEMS}/${id}/withdraw`, { reason });
export const seen = (id: string, within?: string) => get<Wire<'Seen'>>(`${ITEMS}/${id}/seen`, { region: within });
export const notice = (id: string, body: { text: string; title?: string; item?: string }, key: string) => post<Campaign>(`${ITEMS}/${id}/notice`, body, key);
export const audience = (id: string, within?: string) => get<Wire<'Suggestion'>>(`/v1/items/${id}/audience`, { region: within });
export const campaigns = (query: Query) => get<{ campaigns: Campaign[]; next?: string }>('/v1/campaigns', query);
export const receipts = (campaign: string) => get<Wire<'Receipts'>>(`/v1/campaigns/${campaign}/receipts`);

// what is uploaded
export const document = (file: { type: string; bytes: Blob }, query: Query) =>
  request<Wire<'TakenDocument'>>('POST', '/v1/library/uploads/documents', { document: file, query, patienceMillis: UPLOAD_MILLIS });
const uploads = (use: Upload['use']) => `${UPLOADS}/${use === 'video' ? 'videos' : 'extras'}`;
export const beginUpload = <T extends Upload>(use: T['use'], name: string, bytes: number) => post<T>(uploads(use), { name, bytes, ...(use === 'video' ? {} : { use }) });
export const upload = <T extends Upload>(use: T['use'], id: string) => get<T>(`${uploads(use)}/${id}`);
export const appendUpload = <T extends Upload>(use: T['use'], id: string, offset: number, piece: Blob) =>
  request<T>('PATCH', `${uploads(use)}/${id}`, {
    document: { type: 'application/offset+octet-stream', bytes: piece },
    headers: { 'Upload-Offset': String(offset) },
    patienceMillis: UPLOAD_MILLIS,
  });
export const cancelUpload = (use: Upload['use'], id: string) => request<void>('DELETE', `${uploads(use)}/${id}`);
export const completeUpload = <T extends Upload>(use: T['use'], id: string, body: object) => post<T>(`${uploads(use)}/${id}/complete`, body);

// sources and what they send
export const sources = () => get<{ sources: Source[] }>(SOURCES);
export const source = (id: string) => get<Source>(`${SOURCES}/${id}`);
export const addSource = (body: object) => post<Source>(SOURCES, body);
export const changeSource = (id: string, body: object) => patch<Source>(`${SOURCES}/${id}`, body);
export const pollSource = (id: string) => post<Source>(`${SOURCES}/${id}/poll`);
export const polls = (id: string) => get<{ polls: SourcePoll[] }>(`${SOURCES}/${id}/polls`);
export const entries = (query: Query) => get<{ entries: Entry[]; next?: string }>(ENTRIES, query);
export const entry = (id: string) => get<EntryView>(`${ENTRIES}/${id}`);
export const acceptEntry = (id: string, body: object) => post<EntryView>(`${ENTRIES}/${id}/accept`, body);
export const mergeEntries = (id: string, others: string[]) => post<EntryView>(`${ENTRIES}/${id}/merge`, { others });
export const dismissEntry = (id: string, reason: string) => post<EntryView>(`${ENTRIES}/${id}/dismiss`, { reason });
export const reopenEntry = (id: string) => post<EntryView>(`${ENTRIES}/${id}/reopen`);

// claims
export const unknownClaims = (query: Query) => get<{ unknown: UnknownClaim[]; next?: string }>('/v1/claims/unknown', query);
export const answerUnknown = (id: string, claim: string) => post<UnknownClaim>(`/v1/claims/unknown/${id}/answer`, { claim });
export const dismissUnknown = (id: string) => post<UnknownClaim>(`/v1/claims/unknown/${id}/dismiss`);
export const alarms = (query: Query) => get<{ alarms: ClaimAlarm[]; next?: string }>('/v1/claims/alarms', query);
export const claims = (query: Query) => get<{ claims: Claim[]; next?: string }>('/v1/claims', query);
export const sendCorrection = (claim: string, body: { message?: string }, key: string) => post<Campaign>(`/v1/claims/${claim}/correction`, body, key);

// questions of residents
export const questions = (query: Query) => get<{ questions: Question[]; open: number; overdue: number; next?: string }>('/v1/questions', query);
export const question = (id: string) => get<Question>(`/v1/questions/${id}`);
export const claimQuestion = (id: string) => post<Question>(`/v1/questions/${id}/claim`);
export const answerQuestion = (id: string, body: { text: string; items: string[]; also: string[] }) => post<Question>(`/v1/questions/${id}/answer`, body);
export const returnQuestion = (id: string, body: { note: string; to: string }) => post<Question>(`/v1/questions/${id}/return`, body);
export const mergeQuestion = (id: string, into: string) => post<Question>(`/v1/questions/${id}/merge`, { into });
export const questionItem = (id: string, body: object) => post<{ item: string }>(`/v1/questions/${id}/item`, body);
export const search = (q: string) => get<{ hits: { item: Wire<'Card'> }[] }>('/v1/search', { q, size: 10 });
