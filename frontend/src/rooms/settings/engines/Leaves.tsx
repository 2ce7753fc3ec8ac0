import { Info, Laptop, Send } from 'lucide-react';

interface LeavesProps {
  /** What leaves, and to whom. */
  text: string;
  leaves: boolean;
  /** Why the choice is not at work. */
  lack: string | null;
  /** What is to be known of it though it works. */
  notes?: readonly string[];
}

/** Where it all goes, right where the engine is chosen. */
export function Leaves({ text, leaves, lack, notes = [] }: LeavesProps) {
  const Icon = leaves ? Send : Laptop;
  return (
    <div className="mt-4 space-y-3" role="status">
      <p className="text-ink-soft flex items-start gap-3 text-base">
        <Icon aria-hidden className="text-accent mt-1 size-4 shrink-0" />
        {text}
      </p>
      {notes.map((note) => (
        <p key={note} className="text-ink-soft flex items-start gap-3 text-base break-words">
          <Info aria-hidden className="text-accent mt-1 size-4 shrink-0" />
          <span className="min-w-0">{note}</span>
        </p>
      ))}
      {lack !== null && (
        <p className="bg-caution-soft text-caution rounded-xl px-4 py-3 text-base font-medium">
          {lack}
        </p>
      )}
    </div>
  );
}
