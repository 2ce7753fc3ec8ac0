import { Picker, type Choice } from '@/ui/Picker';

import { controlId } from '../draft/address';
import { useEditor, useProblem } from './context';
import { Note } from './TextField';

interface ChoiceFieldProps {
  entryKey: string;
  field: string;
  label: string;
  value: string;
  choices: readonly Choice[];
  hint?: string;
  onChange: (value: string) => void;
}

/** One of a few, as a field of an entry. */
export function ChoiceField(props: ChoiceFieldProps) {
  const { entryKey, field, label, value, choices, hint, onChange } = props;
  const { readOnly } = useEditor();
  const address = { key: entryKey, field };
  const problem = useProblem(address);
  return (
    <div id={controlId(address)} tabIndex={-1} className="min-w-0 outline-none">
      <Picker
        label={label}
        value={value}
        choices={choices}
        placeholder="Choose"
        disabled={readOnly}
        onChange={onChange}
      />
      <Note id={`${controlId(address)}-note`} problem={problem} hint={hint} />
    </div>
  );
}
