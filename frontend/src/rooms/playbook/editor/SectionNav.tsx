import { Link } from '@tanstack/react-router';
import { memo } from 'react';

import { cx } from '@/ui/cx';

import { SECTIONS, type SectionId } from '../draft/words';

interface SectionNavProps {
  playbookId: string;
  current: SectionId;
  /** Sections with something to mend. */
  wrong: ReadonlySet<SectionId>;
}

export const SectionNav = memo(function SectionNav(props: SectionNavProps) {
  const { playbookId, current, wrong } = props;
  return (
    <nav aria-label="Parts of the playbook" className="shrink-0 px-4 pb-3 sm:px-6 xl:pt-1 xl:pr-2">
      <ul className="flex flex-wrap gap-0.5 xl:flex-col xl:flex-nowrap">
        {SECTIONS.map(({ id, name }) => (
          <li key={id}>
            <Link
              to="/playbooks/$playbookId"
              params={{ playbookId }}
              search={{ section: id }}
              replace
              aria-current={id === current ? 'page' : undefined}
              className={cx(
                'flex h-9 items-center justify-between gap-2 rounded-lg px-3 text-base font-medium whitespace-nowrap transition-colors',
                id === current
                  ? 'bg-sunken text-ink'
                  : 'text-ink-soft hover:bg-sunken/60 hover:text-ink',
              )}
            >
              {name}
              {wrong.has(id) && (
                <span className="bg-alarm-fill size-2 rounded-full">
                  <span className="sr-only">has something to mend</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
});
