import type { Spending } from '../state/spending';
import { costText, tokensText, writtenBy } from './modelWords';

/** What the language model has cost this call: two lines for whoever wants to know. */
export function ModelCost({ spending }: { spending: Spending }) {
  const { source, model, requests, tokens, usd } = spending;
  if (source === null) return null;
  return (
    <section aria-label="Language model" className="figures text-sm">
      <p className="text-ink-soft flex items-baseline justify-between gap-3 font-semibold">
        <span className="truncate">{writtenBy(source, model)}</span>
        <span className="whitespace-nowrap">{costText(usd)}</span>
      </p>
      <p className="text-ink-faint mt-0.5">
        {requests === 1 ? '1 request' : `${requests} requests`}, {tokensText(tokens)} tokens
      </p>
    </section>
  );
}
