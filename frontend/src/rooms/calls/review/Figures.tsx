import { ChevronDown } from 'lucide-react';

import { cx } from '@/ui/cx';

import { MomentLink } from './MomentLink';
import type { Figure } from './reviewApi';
import { amount, figureValue, rangeText, VERDICTS } from './words';

interface FiguresProps {
  figures: readonly Figure[];
  onShow: (turnId: string) => void;
}

/** Every figure that the call tells, with the range that does well; each opens to what it rests
 * on. The others are named in one sentence. */
export function Figures({ figures, onShow }: FiguresProps) {
  const known = figures.filter(({ value }) => value !== null);
  const callMs = figures.find(({ key }) => key === 'duration')?.value ?? 0;
  const others = figures.filter(({ value }) => value === null).map(({ name }) => name);
  return (
    <>
      <ul className="gap-x-10 sm:columns-2">
        {known.map((figure) => (
          <li key={figure.key} className="border-line break-inside-avoid border-t">
            <FigureRow figure={figure} callMs={callMs} onShow={onShow} />
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <p className="text-ink-faint mt-3 text-sm">This call does not tell: {others.join(', ')}.</p>
      )}
    </>
  );
}

const MOST_MOMENTS = 12;

interface FigureRowProps {
  figure: Figure;
  callMs: number;
  onShow: (turnId: string) => void;
}

function FigureRow({ figure, callMs, onShow }: FigureRowProps) {
  const { name, definition, benchmark, verdict, moments, unit } = figure;
  const range = rangeText(figure);
  return (
    <details className="group py-2">
      <summary className="flex cursor-pointer list-none items-baseline gap-3 rounded-md py-0.5 [&::-webkit-details-marker]:hidden">
        <span className="text-ink-soft min-w-0 flex-1 text-base">{name}</span>
        <span className="text-right">
          <span className="figures text-ink text-base font-semibold">
            {figureValue(figure, callMs)}
          </span>
          {verdict !== null && (
            <span
              className={cx(
                'figures block text-xs',
                verdict === 'within' ? 'text-accent' : 'text-caution font-semibold',
              )}
            >
              {range === null ? VERDICTS[verdict] : `${VERDICTS[verdict]}: ${range.toLowerCase()}`}
            </span>
          )}
        </span>
        <ChevronDown
          aria-hidden
          className="text-ink-faint size-4 shrink-0 self-center transition-transform duration-100 group-open:rotate-180"
        />
      </summary>
      <div className="pb-2">
        <p className="text-ink-soft text-sm">{definition}</p>
        {range !== null && (
          <p className="text-ink-faint mt-1 text-sm">
            {range}. {benchmark?.source}.
          </p>
        )}
        <ul className="mt-1">
          {moments.slice(0, MOST_MOMENTS).map(({ evidence, value }) => (
            <li key={`${evidence.turn_id}${evidence.quote}`} className="flex items-baseline gap-3">
              <span className="min-w-0 flex-1">
                <MomentLink moment={evidence} onShow={onShow} />
              </span>
              {value !== null && (
                <span className="figures text-ink-soft shrink-0 text-sm">
                  {amount(value, unit)}
                </span>
              )}
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}
