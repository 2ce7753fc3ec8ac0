import type { Spending } from '../state/spending';
import { costText, tokensText, writtenBy } from './modelWords';

/** What the language model has cost this call: a line for whoever wants to know. */
export function ModelCost({ spending }: { spending: Spending }) {
  const { source, model, requests, tokens, usd } = spending;
  if (source === null) return null;
  return (
    <section aria-label="Language model" className="text-ink-faint text-sm">
      <p className="figures flex items-baseline justify-between gap-3">
        <span className="text-ink-soft truncate font-semibold">{writtenBy(source, model)}</span>
        <span className="whitespace-nowrap">
          {requests === 1 ? '1 request' : `${requests} requests`}, {tokensText(tokens)} tokens,{' '}
          {costText(usd)}
        </span>
      </p>
    </section>
  );
}
