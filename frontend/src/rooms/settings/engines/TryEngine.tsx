import { useMutation } from '@tanstack/react-query';
import { CircleCheck, CircleX } from 'lucide-react';

import { Button } from '@/ui/Button';

import { tryEngine, type EngineChange, type KeyOwner } from '../enginesApi';
import { reason } from '../fields/useSaving';
import { ENGINE_NAMES, TRIED_WORDS } from './engineWords';

interface TryEngineProps {
  engine: KeyOwner;
  /** Takes the next best model. */
  onInstead: (change: EngineChange) => void;
}

/** One real request, and what came of it. */
export function TryEngine({ engine, onInstead }: TryEngineProps) {
  const trial = useMutation({ mutationFn: () => tryEngine(engine), gcTime: 0 });
  const tried = trial.data;
  const instead = tried?.instead ?? null;
  const works = tried?.outcome === 'works';
  return (
    <div className="flex flex-wrap items-start gap-x-5 gap-y-3">
      <Button
        busy={trial.isPending}
        aria-label={`Test ${ENGINE_NAMES[engine]}`}
        onClick={() => trial.mutate()}
      >
        Test
      </Button>
      <div role="status" className="min-w-0 flex-1 basis-64">
        {trial.error !== null && <p className="text-alarm text-base">{reason(trial.error)}</p>}
        {tried !== undefined && (
          <div className="flex items-start gap-2.5">
            {works ? (
              <CircleCheck aria-hidden className="text-accent mt-0.5 size-5 shrink-0" />
            ) : (
              <CircleX aria-hidden className="text-alarm mt-0.5 size-5 shrink-0" />
            )}
            <div className="text-base">
              <p className="text-ink font-semibold">{TRIED_WORDS[tried.outcome]}</p>
              <p className="text-ink-soft">{tried.message}</p>
              {instead !== null && (
                <Button
                  size="sm"
                  className="mt-2"
                  onClick={() => {
                    onInstead({ [instead.setting]: instead.model });
                    trial.reset();
                  }}
                >
                  Use {instead.model}
                </Button>
              )}
            </div>
          </div>
        )}
        {tried === undefined && trial.error === null && !trial.isPending && (
          <p className="text-ink-faint pt-2 text-sm">One small request. It costs nothing.</p>
        )}
      </div>
    </div>
  );
}
