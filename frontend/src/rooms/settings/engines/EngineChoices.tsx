import { useId, useState } from 'react';

import { Choices, type Option } from '@/ui/Choices';

import { Note } from '../fields/Note';
import { useSaving } from '../fields/useSaving';

interface EngineChoicesProps<V extends string> {
  legend: string;
  value: V;
  byEnvironment: boolean;
  options: readonly Option<V>[];
  onChoose: (value: V) => Promise<unknown>;
}

/** One engine out of a few. The choice shows at once and goes back when it is refused. */
export function EngineChoices<V extends string>(props: EngineChoicesProps<V>) {
  const { legend, value, byEnvironment, options, onChoose } = props;
  const id = useId();
  const [wanted, setWanted] = useState<V | null>(null);
  const saving = useSaving();
  return (
    <div className="mt-5">
      {byEnvironment ? (
        <>
          <p className="text-ink text-sm font-semibold">{legend}</p>
          <p className="text-ink mt-1 text-base">
            {options.find((option) => option.value === value)?.label ?? value}
          </p>
        </>
      ) : (
        <Choices
          legend={legend}
          value={wanted ?? value}
          options={options}
          onChange={(next) => {
            setWanted(next);
            void saving.run(onChoose(next)).finally(() => setWanted(null));
          }}
        />
      )}
      <Note id={id} saving={saving} byEnvironment={byEnvironment} collapses />
    </div>
  );
}
