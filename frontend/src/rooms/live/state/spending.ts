import type { ModelUsed, Source } from '@/wire/messages';

/** What a language model has cost this call so far. `usd` is by list price. */
export interface Spending {
  source: Source | null;
  /** The model that answered last. */
  model: string | null;
  requests: number;
  tokens: number;
  /** Of the tokens, those the vendor kept from an earlier request. */
  cachedTokens: number;
  usd: number;
  /** Some of it is a guess: the vendor did not say, or the price is not known. */
  estimated: boolean;
}

export const NOTHING_SPENT: Spending = {
  source: null,
  model: null,
  requests: 0,
  tokens: 0,
  cachedTokens: 0,
  usd: 0,
  estimated: false,
};

export function withRequest(spent: Spending, used: ModelUsed): Spending {
  const prompt = used.prompt_tokens + used.cached_tokens + used.cache_write_tokens;
  return {
    source: used.source,
    model: used.model,
    requests: spent.requests + 1,
    tokens: spent.tokens + prompt + used.output_tokens,
    cachedTokens: spent.cachedTokens + used.cached_tokens,
    usd: spent.usd + used.usd,
    estimated: spent.estimated || used.estimated,
  };
}
