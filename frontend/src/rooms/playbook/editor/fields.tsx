/** The fields of what leads a call and what the coach has to know. */
import { memo } from 'react';

import { STAGE_NAMES, STAGES } from '@/ui/words';

import type {
  CompetitorDraft,
  ObjectiveDraft,
  QuestionDraft,
  StageDraft,
  TermDraft,
} from '../draft/content';
import { ChoiceField } from './ChoiceField';
import { useEditor } from './context';
import { label, type FieldsProps } from './fieldLabels';
import { Lines } from './Lines';
import { TextField } from './TextField';

const STAGE_CHOICES = STAGES.map((value) => ({ value, label: STAGE_NAMES[value] }));

const SAID_BY = [
  { value: 'either', label: 'Either side' },
  { value: 'salesperson', label: 'You' },
  { value: 'customer', label: 'The customer' },
];

export const ObjectiveFields = memo(function ObjectiveFields({
  entry: objective,
}: FieldsProps<ObjectiveDraft>) {
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
        owner={objective.key}
        list="done_when"
        lines={objective.done_when}
        label={label('objectives', 'done_when')}
        add="Add a line that shows it is reached"
      />
      <Lines
        owner={objective.key}
        list="asks"
        lines={objective.asks}
        label={label('objectives', 'asks')}
        add="Add a question that gets at it"
      />
    </>
  );
});

export const QuestionFields = memo(function QuestionFields({
  entry: question,
}: FieldsProps<QuestionDraft>) {
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
        owner={question.key}
        list="alternatives"
        lines={question.alternatives}
        label={label('questions', 'alternatives')}
        add="Add another way to ask"
      />
    </>
  );
});

export const StageFields = memo(function StageFields({ entry: guide }: FieldsProps<StageDraft>) {
  return (
    <>
      <TextField entry={guide} field="direction" label={label('stages', 'direction')} prominent />
      <TextField entry={guide} field="why" label={label('stages', 'why')} />
      <Lines
        owner={guide.key}
        list="talking_points"
        lines={guide.talking_points}
        label={label('stages', 'talking_points')}
        add="Add a talking point"
      />
      <Lines
        owner={guide.key}
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
}: FieldsProps<CompetitorDraft>) {
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
        owner={competitor.key}
        list="also_called"
        lines={competitor.also_called}
        label={label('competitors', 'also_called')}
        add="Add another name"
      />
    </>
  );
});

export const TermFields = memo(function TermFields({ entry: term }: FieldsProps<TermDraft>) {
  return (
    <>
      <TextField entry={term} field="term" label={label('vocabulary', 'term')} />
      <Lines
        owner={term.key}
        list="sounds_like"
        lines={term.sounds_like}
        label={label('vocabulary', 'sounds_like')}
        hint="How it tends to be written down when it is said aloud."
        add="Add what it comes out as"
      />
    </>
  );
});
