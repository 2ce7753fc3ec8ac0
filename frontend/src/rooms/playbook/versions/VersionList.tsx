import { cx } from '@/ui/cx';

import type { VersionItem } from '../playbookApi';
import { savedWhen } from '../when';

interface VersionListProps {
  versions: readonly VersionItem[];
  chosen: number;
  onChoose: (version: number) => void;
}

/** The versions, newest first. */
export function VersionList({ versions, chosen, onChoose }: VersionListProps) {
  return (
    <ul aria-label="Versions" className="-mx-3 max-lg:max-h-72 max-lg:overflow-y-auto">
      {versions.map(({ version, saved_at, note, restored_from, is_current }) => (
        <li key={version}>
          <button
            type="button"
            aria-current={version === chosen || undefined}
            onClick={() => onChoose(version)}
            className={cx(
              'w-full cursor-pointer rounded-xl px-3 py-2.5 text-left transition-colors',
              version === chosen ? 'bg-sunken' : 'hover:bg-sunken/60',
            )}
          >
            <span className="figures flex items-center gap-2.5">
              <span className="text-ink text-base font-semibold">Version {version}</span>
              {is_current && (
                <span className="bg-accent-soft text-accent rounded-full px-2 py-px text-xs font-semibold">
                  Current
                </span>
              )}
            </span>
            <span className="figures text-ink-faint block text-sm">
              {saved_at === null ? 'As it came' : savedWhen(saved_at)}
              {restored_from !== null && `, restored from ${restored_from}`}
            </span>
            {note !== null && <span className="text-ink-soft mt-0.5 block text-sm">{note}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
