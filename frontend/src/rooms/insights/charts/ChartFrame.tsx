import { ChartLine, Table } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';

import { Button } from '@/ui/Button';

interface ChartFrameProps {
  title: string;
  /** What is seen, in a sentence. */
  about?: ReactNode;
  /** Choices beside the title. */
  controls?: ReactNode;
  chart: ReactNode;
  table: { head: readonly string[]; rows: readonly (readonly ReactNode[])[] };
}

/** A chart under its title; one press turns it into the table it was drawn from, and back. */
export function ChartFrame({ title, about, controls, chart, table }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id={heading} className="text-ink text-xl font-semibold">
          {title}
        </h2>
        <span className="grow" />
        {controls}
        <Button
          tone="quiet"
          size="sm"
          icon={asTable ? <ChartLine aria-hidden /> : <Table aria-hidden />}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? 'As a chart' : 'As a table'}
        </Button>
      </div>
      {about !== undefined && <p className="text-ink-soft mt-1 max-w-2xl text-base">{about}</p>}
      <div className="mt-5">{asTable ? <PlainTable label={title} {...table} /> : chart}</div>
    </section>
  );
}

interface PlainTableProps {
  label: string;
  head: readonly string[];
  rows: readonly (readonly ReactNode[])[];
}

function PlainTable({ label, head, rows }: PlainTableProps) {
  return (
    <div className="max-h-96 overflow-auto rounded-xl" tabIndex={0} role="group" aria-label={label}>
      <table className="figures text-ink w-full text-base">
        <thead className="bg-canvas text-ink-faint sticky top-0 text-left text-sm">
          <tr>
            {head.map((name, place) => (
              <th
                key={name}
                scope="col"
                className={
                  place === 0 ? 'py-2 pr-4 font-semibold' : 'px-4 py-2 text-right font-semibold'
                }
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            <tr key={line} className="border-line border-t">
              {row.map((cell, place) =>
                place === 0 ? (
                  <th key={place} scope="row" className="py-2 pr-4 text-left font-normal">
                    {cell}
                  </th>
                ) : (
                  <td key={place} className="px-4 py-2 text-right">
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
