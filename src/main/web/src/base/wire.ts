/** The shapes of the contract by their names in openapi.yaml; `npm run wire` makes them. */
import type { components } from '../generated/wire';

export type Wire<K extends keyof components['schemas']> = components['schemas'][K];
