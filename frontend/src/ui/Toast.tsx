import { cx } from './cx';

interface ToastProps {
  /** Null while there is nothing to say. */
  text: string | null;
  /** What makes it another one. */
  id: string;
  action: string;
  onAction: () => void;
  /** Where it stands, when the bottom of the page is taken. */
  className?: string;
}

/** Says what was just done, with the way back. */
export function Toast({ text, id, action, onAction, className = 'bottom-6' }: ToastProps) {
  return (
    <div
      role="status"
      className={cx('pointer-events-none fixed inset-x-0 z-30 flex justify-center px-4', className)}
    >
      {text !== null && (
        <p
          key={id}
          className="animate-arrive bg-ink text-canvas shadow-float pointer-events-auto flex max-w-lg items-center gap-4 rounded-xl py-2 pr-2 pl-4 text-base"
        >
          <span className="min-w-0 truncate">{text}</span>
          <button
            type="button"
            onClick={onAction}
            className="hover:bg-canvas/15 focus-visible:outline-canvas shrink-0 cursor-pointer rounded-lg px-3 py-1 font-semibold"
          >
            {action}
          </button>
        </p>
      )}
    </div>
  );
}
