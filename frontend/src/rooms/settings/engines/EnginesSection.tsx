import { Loading } from '../Loading';
import { useEngines } from '../useEngines';
import { CoachBlock } from './CoachBlock';
import { SpeechBlock } from './SpeechBlock';

/** Who hears the calls and who advises, with keys, models and where everything goes. */
export function EnginesSection() {
  const engines = useEngines();
  if (engines.settings === undefined) return <Loading {...engines} />;
  return (
    <>
      <SpeechBlock engines={engines} settings={engines.settings} />
      <CoachBlock engines={engines} settings={engines.settings} />
    </>
  );
}
