/** The fields of what the coach answers with: facts, categories and their scripts. */
import { memo } from 'react';

import {
  OBJECTION_TYPES,
  type CategoryDraft,
  type FactDraft,
  type ScriptDraft,
} from '../draft/content';
import { BLANK_HINT, isBlank } from '../draft/blanks';
import { SLOTS_HINT } from '../draft/slots';
import { openedBy, titleOf } from '../draft/words';
import { ChoiceField } from './ChoiceField';
import { useDraft, useEditor } from './context';
import { EntryList } from './EntryList';
import { label, type FieldsProps } from './fieldLabels';
import { Lines } from './Lines';
import { TextField } from './TextField';

export const FactFields = memo(function FactFields({ entry: fact }: FieldsProps<FactDraft>) {
  return (
    <>
      <TextField
        entry={fact}
        field="text"
        label={label('facts', 'text')}
        rows={2}
        prominent
        hint={isBlank(fact.text) ? BLANK_HINT : undefined}
      />
      <Lines
        owner={fact.key}
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
}: FieldsProps<CategoryDraft>) {
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

const ScriptFields = memo(function ScriptFields({ entry: script }: FieldsProps<ScriptDraft>) {
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
        hint={isBlank(script.text) ? BLANK_HINT : SLOTS_HINT}
      />
      <TextField entry={script} field="when_to_use" label={label('scripts', 'when_to_use')} />
      {opens && (
        <Lines
          owner={script.key}
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
