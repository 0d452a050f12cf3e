/** The calls of the model lab. */
import type { PageQuery } from '../../../api';
import { request } from '../../../base/client';
import type { Wire } from '../../../base/wire';

export type Model = Wire<'Model'>;
export type Live = Wire<'ModelLive'>;
export type VersionLine = Wire<'ModelVersionLine'>;
export type Card = Wire<'ModelCard'>;
export type Figure = Wire<'Figure'>;
export type Comparison = Wire<'ModelComparison'>;
export type ReleaseStep = Wire<'ModelRelease'>;
export type ReleaseWish = Wire<'ReleaseWish'>;
export type Training = Wire<'Training'>;
export type Tuning = Wire<'Tuning'>;
export type TuningTrial = Wire<'TuningTrial'>;
export type Experiment = Wire<'Experiment'>;
export type Preview = Wire<'Preview'>;
export type PreviewPlace = Wire<'PreviewPlace'>;
export type Persona = Wire<'Persona'>;
export type Rule = Wire<'Rule'>;
export type RuleVersion = Wire<'RuleVersion'>;
export type RuleChange = Wire<'RuleChange'>;

const of = (name: string) => `/v1/models/${encodeURIComponent(name)}`;

export const models = async () => (await request<{ models: Model[] }>('GET', '/v1/models')).models;
export const card = (name: string, version: string) => request<Card>('GET', `${of(name)}/versions/${version}`);
export const compare = (name: string, a: string, b: string) => request<Comparison>('GET', `${of(name)}/compare`, { query: { a, b } });
export const release = (name: string, wish: ReleaseWish) => request<Live>('POST', `${of(name)}/release`, { body: wish });
export const rollback = (name: string, reason: string) => request<Live>('POST', `${of(name)}/rollback`, { body: { reason } });
export const stop = (name: string, reason: string) => request<Live>('POST', `${of(name)}/stop`, { body: { reason } });
export const steps = (name: string, query: PageQuery) => request<{ releases: ReleaseStep[]; next?: string }>('GET', `${of(name)}/releases`, { query });
export const train = (name: string, values: Record<string, string>) => request<{ job: string }>('POST', `${of(name)}/train`, { body: { values } });
export const training = (name: string) => request<Training>('GET', `${of(name)}/train`);
export const tune = (name: string, wish: Wire<'TuningWish'>) => request<{ job: string }>('POST', `${of(name)}/tune`, { body: wish });
export const stopTuning = (name: string) => request<{ job: string }>('DELETE', `${of(name)}/tune`);
export const tuning = (name: string, search: 'random' | 'grid') => request<Tuning>('GET', `${of(name)}/tune`, { query: { search } });
export const experiment = (name: string) => request<Experiment>('GET', '/v1/experiments/current', { query: { name } });
export const preview = (name: string, wish: Wire<'PreviewWish'>) => request<Preview>('POST', `${of(name)}/preview`, { body: wish });

export const rules = (scope: string) => request<RuleVersion>('GET', '/v1/rules', { query: { scope } });
export const ruleVersions = (scope: string, query: PageQuery) =>
  request<{ versions: RuleVersion[]; next?: string }>('GET', '/v1/rules/versions', { query: { scope, ...query } });
export const saveRules = (body: { scope: string; basedOn: number; note: string; rules: Rule[] }) => request<RuleVersion>('PUT', '/v1/rules', { body });
export const dryRun = async (scope: string, set: Rule[], residents: number) =>
  (await request<{ changes: RuleChange[] }>('POST', '/v1/rules/dry-run', { body: { scope, rules: set, residents } })).changes;

export const vocabulary = () => request<Wire<'Vocabulary'>>('GET', '/v1/vocabulary');
export const region = async (code: string) => (await request<{ region: Wire<'Region'> }>('GET', `/v1/regions/${code}`, { guest: true })).region;
export const item = (id: string) => request<Wire<'Item'>>('GET', `/v1/items/${encodeURIComponent(id)}`);
export const search = async (q: string, size: number) => (await request<Wire<'Found'>>('GET', '/v1/search', { query: { q, size } })).hits.map((hit) => hit.item);
