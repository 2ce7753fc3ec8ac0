import type { StageId } from '@/ui/words';

import type { ListEntries, ListName } from './content';
import { newKey, newLine } from './keyed';

/** The lists that can grow; there is one guide for each stage, no more and no less. */
export type OpenList = Exclude<ListName, 'stages'>;

/** New entries, with nothing written in them yet. */
export const BLANK: { [L in OpenList]: (stage?: StageId) => ListEntries[L] } = {
  facts: () => ({ key: newKey(), id: '', text: '', asks: [newLine()] }),
  categories: () => ({
    key: newKey(),
    id: '',
    name: '',
    signal: null,
    objection_type: null,
    scripts: [],
  }),
  scripts: () => ({
    key: newKey(),
    id: '',
    name: '',
    text: '',
    when_to_use: '',
    triggers: [newLine()],
  }),
  objectives: (stage = 'discovery') => ({
    key: newKey(),
    id: '',
    stage,
    text: '',
    said_by: null,
    done_when: [newLine()],
    asks: [],
  }),
  questions: () => ({
    key: newKey(),
    question: '',
    when_to_use: '',
    stage: 'discovery',
    alternatives: [],
  }),
  competitors: () => ({ key: newKey(), name: '', say: '', also_called: [] }),
  vocabulary: () => ({ key: newKey(), term: '', sounds_like: [newLine()] }),
  asks: () => newLine(),
  triggers: () => newLine(),
  done_when: () => newLine(),
  alternatives: () => newLine(),
  sounds_like: () => newLine(),
  talking_points: () => newLine(),
  also_called: () => newLine(),
  never_say: () => newLine(),
};
