import { LevelMeter, loudness } from '@/ui/LevelMeter';

import { useLevels } from '../state/useSound';
import { Voices } from './Voices';

const LABELS = {
  microphone: 'Loudness of your voice',
  customer: "Loudness of the customer's voice",
};

/** The levels change many times a second: only what shows them listens to them. */
export function ChannelMeter({ side }: { side: 'microphone' | 'customer' }) {
  const levels = useLevels();
  return <LevelMeter label={LABELS[side]} level={loudness(levels[side].rms)} />;
}

export function LiveVoices() {
  return <Voices levels={useLevels()} />;
}
