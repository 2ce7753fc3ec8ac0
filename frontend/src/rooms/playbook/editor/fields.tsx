/** The fields of each kind of entry. */
import { memo } from 'react';

import { STAGE_NAMES, STAGES } from '@/ui/words';

import {
  OBJECTION_TYPES,
  type CategoryDraft,
  type CompetitorDraft,
  type FactDraft,
  type ObjectiveDraft,
  type QuestionDraft,
  type ScriptDraft,
  type StageDraft,
  type TermDraft,
} from '../draft/content';
import { labelOf, openedBy, titleOf } from '../draft/words';
import { ChoiceField } from './ChoiceField';
import { useDraft, useEditor } from './context';
import { EntryList } from './EntryList';
import { Lines } from './Lines';
import { TextField } from './TextField';

interface Props<T> {
  entry: T;
}

const label = (kind: string, field: string): string => labelOf(kind, field) ?? field;
const STAGE_CHOICES = STAGES.map((value) => ({ value, label: STAGE_NAMES[value] }));

export const FactFields = memo(function FactFields({ entry: fact }: Props<FactDraft>) {
  return (
    <>
      <TextField entry={fact} field="text" label={label('facts', 'text')} rows={2} prominent />
      <Lines
        owner={fact}
        list="asks"
        lines={fact.asks}
        label={label('facts', 'asks')}
        add="Add a question, as customers ask it"
        canTry
      />
    </>
  );
});

const SIGNALS = [
  { value: 'by_hand', signal: null, objection_type: null },
  ...OBJECTION_TYPES.map((type) => ({
    value: type,
    signal: 'objection' as const,
    objection_type: type,
  })),
  { value: 'buying_signal', signal: 'buying_signal' as const, objection_type: null },
];
const SIGNAL_CHOICES = SIGNALS.map((each) => ({
  value: each.value,
  label: each.signal === null ? 'Nothing: it is opened by hand' : openedBy(each),
}));

export const CategoryFields = memo(function CategoryFields({
  entry: category,
}: Props<CategoryDraft>) {
  const { editing } = useEditor();
  const { signal, objection_type } = category;
  return (
    <>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <TextField entry={category} field="name" label={label('categories', 'name')} />
        <ChoiceField
          entryKey={category.key}
          field="signal"
          label={label('categories', 'signal')}
          value={objection_type ?? signal ?? 'by_hand'}
          choices={SIGNAL_CHOICES}
          onChange={(value) => {
            const chosen = SIGNALS.find((each) => each.value === value);
            if (chosen === undefined) return;
            const { signal: next, objection_type: type } = chosen;
            editing.set(category.key, { signal: next, objection_type: type });
          }}
        />
      </div>
      <div>
        <p className="text-ink mb-1 text-sm font-semibold">{label('categories', 'scripts')}</p>
        <EntryList
          owner={category.key}
          list="scripts"
          entries={category.scripts}
          label={`Scripts: ${category.name}`}
          add="Add a script"
          first="name"
          none="No scripts yet."
          nested
          detail={(script) => script.text}
          fields={ScriptFields}
        />
      </div>
    </>
  );
});

const ScriptFields = memo(function ScriptFields({ entry: script }: Props<ScriptDraft>) {
  const { editing, reveal } = useEditor();
  const categories = useDraft((draft) => draft.categories);
  const category = categories.find(({ scripts }) => scripts.includes(script));
  // Without a signal that opens the category, triggers mean nothing.
  const opens = category?.signal != null || script.triggers.some(({ text }) => text !== '');
  return (
    <>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <TextField entry={script} field="name" label={label('scripts', 'name')} />
        <ChoiceField
          entryKey={script.key}
          field="category"
          label="Category"
          value={category?.key ?? ''}
          choices={categories.map((each) => ({ value: each.key, label: titleOf(each) }))}
          onChange={(owner) => {
            editing.transfer(script.key, owner);
            reveal({ key: script.key, field: 'name' });
          }}
        />
      </div>
      <TextField
        entry={script}
        field="text"
        label={label('scripts', 'text')}
        rows={2}
        prominent
        hint="{product}, {price} and {customer_name} are filled in."
      />
      <TextField entry={script} field="when_to_use" label={label('scripts', 'when_to_use')} />
      {opens && (
        <Lines
          owner={script}
          list="triggers"
          lines={script.triggers}
          label={label('scripts', 'triggers')}
          add="Add what they say, in their words"
          canTry
        />
      )}
    </>
  );
});

const SAID_BY = [
  { value: 'either', label: 'Either side' },
  { value: 'salesperson', label: 'You' },
  { value: 'customer', label: 'The customer' },
];

export const ObjectiveFields = memo(function ObjectiveFields({
  entry: objective,
}: Props<ObjectiveDraft>) {
  const { editing } = useEditor();
  const { key, stage, said_by } = objective;
  return (
    <>
      <TextField entry={objective} field="text" label={label('objectives', 'text')} prominent />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <ChoiceField
          entryKey={key}
          field="stage"
          label={label('objectives', 'stage')}
          value={stage}
          choices={STAGE_CHOICES}
          onChange={(value) => editing.set(key, { stage: value })}
        />
        <ChoiceField
          entryKey={key}
          field="said_by"
          label={label('objectives', 'said_by')}
          value={said_by ?? 'either'}
          choices={SAID_BY}
          onChange={(value) => editing.set(key, { said_by: value === 'either' ? null : value })}
        />
      </div>
      <Lines
        owner={objective}
        list="done_when"
        lines={objective.done_when}
        label={label('objectives', 'done_when')}
        add="Add a line that shows it is reached"
      />
    </>
  );
});

export const QuestionFields = memo(function QuestionFields({
  entry: question,
}: Props<QuestionDraft>) {
  const { editing } = useEditor();
  return (
    <>
      <TextField
        entry={question}
        field="question"
        label={label('questions', 'question')}
        prominent
      />
      <div className="grid items-start gap-5 sm:grid-cols-[1fr_200px]">
        <TextField entry={question} field="when_to_use" label={label('questions', 'when_to_use')} />
        <ChoiceField
          entryKey={question.key}
          field="stage"
          label={label('questions', 'stage')}
          value={question.stage}
          choices={STAGE_CHOICES}
          onChange={(value) => editing.set(question.key, { stage: value })}
        />
      </div>
      <Lines
        owner={question}
        list="alternatives"
        lines={question.alternatives}
        label={label('questions', 'alternatives')}
        add="Add another way to ask"
      />
    </>
  );
});

export const StageFields = memo(function StageFields({ entry: guide }: Props<StageDraft>) {
  return (
    <>
      <TextField entry={guide} field="direction" label={label('stages', 'direction')} prominent />
      <TextField entry={guide} field="why" label={label('stages', 'why')} />
      <Lines
        owner={guide}
        list="talking_points"
        lines={guide.talking_points}
        label={label('stages', 'talking_points')}
        add="Add a talking point"
      />
      <Lines
        owner={guide}
        list="sounds_like"
        lines={guide.sounds_like}
        label={label('stages', 'sounds_like')}
        hint="Lines by either side that are typical of this stage."
        add="Add a line"
      />
    </>
  );
});

export const CompetitorFields = memo(function CompetitorFields({
  entry: competitor,
}: Props<CompetitorDraft>) {
  return (
    <>
      <TextField entry={competitor} field="name" label={label('competitors', 'name')} />
      <TextField
        entry={competitor}
        field="say"
        label={label('competitors', 'say')}
        rows={2}
        prominent
      />
      <Lines
        owner={competitor}
        list="also_called"
        lines={competitor.also_called}
        label={label('competitors', 'also_called')}
        add="Add another name"
      />
    </>
  );
});

export const TermFields = memo(function TermFields({ entry: term }: Props<TermDraft>) {
  return (
    <>
      <TextField entry={term} field="term" label={label('vocabulary', 'term')} />
      <Lines
        owner={term}
        list="sounds_like"
        lines={term.sounds_like}
        label={label('vocabulary', 'sounds_like')}
        hint="How it tends to be written down when it is said aloud."
        add="Add what it comes out as"
      />
    </>
  );
});
