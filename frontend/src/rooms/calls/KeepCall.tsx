import {
  Braces,
  Captions,
  Check,
  ClipboardCopy,
  Download,
  FileChartColumn,
  FileText,
  Sheet,
  Subtitles,
} from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';

import { Button } from '@/ui/Button';
import { Menu } from '@/ui/Menu';
import { Window } from '@/ui/Window';
import type { CallEvent } from '@/wire/messages';

import type { CallSummary } from './callsApi';
import { crmNotes } from './crmNotes';
import { callFileUrl, download, type ExportFormat } from './exportApi';
import type { Analysis } from './review/reviewApi';

interface KeepCallProps {
  call: CallSummary;
  events: readonly CallEvent[];
  analysis: Analysis | undefined;
}

const SAID_MS = 2000;
const FILES: readonly { format: ExportFormat; label: string; icon: ReactNode }[] = [
  { format: 'pdf', label: 'Report to send on (PDF)', icon: <FileChartColumn aria-hidden /> },
  { format: 'md', label: 'Text to read (Markdown)', icon: <FileText aria-hidden /> },
  { format: 'csv', label: 'Spreadsheet (CSV)', icon: <Sheet aria-hidden /> },
  { format: 'srt', label: 'Subtitles (SRT)', icon: <Captions aria-hidden /> },
  { format: 'vtt', label: 'Subtitles (VTT)', icon: <Subtitles aria-hidden /> },
  { format: 'json', label: 'Everything (JSON)', icon: <Braces aria-hidden /> },
];

/** Of a call without times there are none. */
const SUBTITLES: ReadonlySet<ExportFormat> = new Set(['srt', 'vtt']);

/** A call to be taken along: as notes in the clipboard, or as a file. */
export function KeepCall({ call, events, analysis }: KeepCallProps) {
  const [copied, setCopied] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const [byHand, setByHand] = useState<string | null>(null);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const review = analysis?.status === 'ready' ? analysis : null;
  const copy = async (): Promise<void> => {
    if (review === null) return;
    const notes = events.flatMap((event) => (event.type === 'note' ? [event.text] : []));
    const text = crmNotes(call, review, notes);
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      setByHand(text); // no clipboard over plain HTTP, or it was refused
    }
  };

  return (
    <>
      <Menu
        groups={[
          [
            {
              label: 'Copy for CRM notes',
              icon: <ClipboardCopy aria-hidden />,
              disabled: review === null,
              onSelect: () => {
                void copy();
                return undefined;
              },
            },
          ],
          FILES.map(({ format, label, icon }) => ({
            label,
            icon,
            disabled: call.timing === 'none' && SUBTITLES.has(format),
            onSelect: () => {
              download(callFileUrl(call.id, format));
              return undefined;
            },
          })),
        ]}
      >
        <Button
          ref={button}
          tone="quiet"
          icon={copied ? <Check aria-hidden /> : <Download aria-hidden />}
        >
          {copied ? 'Copied' : 'Export'}
        </Button>
      </Menu>
      <span role="status" className="sr-only">
        {copied ? 'Notes copied' : ''}
      </span>
      <Window
        open={byHand !== null}
        onOpenChange={(open) => {
          if (open) return;
          setByHand(null);
          // The item of the menu that had the focus before is gone.
          requestAnimationFrame(() => button.current?.focus());
        }}
        title="Notes for your CRM"
        description="The browser keeps its clipboard closed here. Copy the text yourself."
      >
        <textarea
          readOnly
          aria-label="Notes"
          rows={14}
          value={byHand ?? ''}
          onFocus={(event) => event.currentTarget.select()}
          className="border-line bg-sunken text-ink w-full rounded-xl border p-3 text-base"
        />
      </Window>
    </>
  );
}
