/** What drafts from outside are given: how far their source is trusted, whose word it is, for whom. */
import type { SourceGiven } from './api';

export type GivenForm = Omit<SourceGiven, 'trust' | 'authority' | 'regions'> & { trust: string; authority: string; regions: string[] };

export const emptyGiven = (): GivenForm => ({ trust: 'partner', authority: 'provincial', licence: '', topic: '', groups: [], regions: [] });

export const givenOf = (given: SourceGiven): GivenForm => ({ ...given, groups: [...given.groups], regions: [...(given.regions ?? [])] });

/** As the contract wants it: no regions are those of the source. */
export function givenBody(given: GivenForm): object {
  const { regions, ...rest } = given;
  return regions.length === 0 ? rest : { ...rest, regions };
}

export const isGiven = (given: GivenForm): boolean => given.licence.trim().length >= 2 && given.topic !== '' && given.groups.length > 0;
