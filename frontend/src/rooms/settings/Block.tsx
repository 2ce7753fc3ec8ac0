import type { ReactNode } from 'react';

interface BlockProps {
  title: string;
  /** What it is about, in a sentence or two. */
  intro?: string;
  children: ReactNode;
}

/** A subject within a section. */
export function Block({ title, intro, children }: BlockProps) {
  return (
    <section aria-label={title} className="mt-10 first:mt-8">
      <h3 className="text-ink border-line border-b pb-2 text-lg font-semibold">{title}</h3>
      {intro !== undefined && <p className="text-ink-soft mt-3 text-base">{intro}</p>}
      {children}
    </section>
  );
}
