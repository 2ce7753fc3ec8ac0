import type { ReactNode } from 'react';

interface BlockProps {
  title: string;
  /** What it is about, in a sentence or two. */
  intro?: ReactNode;
  children: ReactNode;
}

/** A subject within a section. */
export function Block({ title, intro, children }: BlockProps) {
  return (
    <section aria-label={title} className="mt-10 first:mt-8">
      <h3 className="text-ink border-line border-b pb-2 text-lg font-semibold">{title}</h3>
      {intro !== undefined && <div className="text-ink-soft mt-3 space-y-1 text-base">{intro}</div>}
      {children}
    </section>
  );
}
