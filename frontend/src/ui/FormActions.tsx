import { Button } from './Button';

interface FormActionsProps {
  /** What the form does when it is sent. */
  label?: string;
  busy: boolean;
  /** Why the last try did not succeed. */
  error?: Error | null;
  onCancel: () => void;
}

/** The end of a form in a window: what went wrong, the way back and the way on. */
export function FormActions({ label = 'Save', busy, error = null, onCancel }: FormActionsProps) {
  return (
    <div className="flex items-center justify-end gap-3">
      {error !== null && (
        <p role="alert" className="text-alarm text-sm">
          {error.message}
        </p>
      )}
      <Button onClick={onCancel}>Cancel</Button>
      <Button type="submit" tone="primary" busy={busy}>
        {label}
      </Button>
    </div>
  );
}
