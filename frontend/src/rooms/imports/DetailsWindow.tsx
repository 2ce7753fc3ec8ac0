import { useState } from 'react';

import { Choices } from '@/ui/Choices';
import { Field } from '@/ui/Field';
import { FormActions } from '@/ui/FormActions';
import { localMinute } from '@/ui/time';
import { Window } from '@/ui/Window';
import { guessedDate } from '@/ui/words';

import { useTellImport } from './importQueries';
import { told, type Import } from './importsApi';
import { AGREEMENTS, agreed, agreementOf } from './importWords';

interface DetailsWindowProps {
  job: Import;
  onClose: () => void;
}

/** What the file does not tell: with whom the call was, when, and under which tags. */
export function DetailsWindow({ job, onClose }: DetailsWindowProps) {
  const [customer, setCustomer] = useState(job.customer ?? '');
  const [company, setCompany] = useState(job.company ?? '');
  const [tags, setTags] = useState(job.tags.join(', '));
  const toldAt = job.began_at === null ? '' : localMinute(job.began_at);
  const [began, setBegan] = useState(toldAt);
  const [agreement, setAgreement] = useState(agreementOf(job));
  const tell = useTellImport();
  /** What was not changed stays the file's own word. */
  const beganAt = (): string | null => {
    if (began === toldAt) return job.began_at;
    return began === '' ? null : new Date(began).toISOString();
  };
  return (
    <Window
      open
      onOpenChange={(open) => !open && onClose()}
      title="About this call"
      description={job.name}
      className="max-w-md"
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const wishes = {
            ...told(job),
            customer: customer.trim() || null,
            company: company.trim() || null,
            tags: tags
              .split(',')
              .map((tag) => tag.trim())
              .filter((tag) => tag !== ''),
            began_at: beganAt(),
            ...agreed(agreement),
          };
          tell.mutate({ id: job.id, wishes }, { onSuccess: onClose });
        }}
      >
        <Field
          label="Customer"
          optional
          autoFocus
          maxLength={120}
          value={customer}
          onChange={(event) => setCustomer(event.target.value)}
        />
        <Field
          label="Company"
          optional
          maxLength={120}
          value={company}
          onChange={(event) => setCompany(event.target.value)}
        />
        <Field
          label="When it took place"
          optional
          type="datetime-local"
          note={began === toldAt ? (guessedDate(job.dated_by) ?? undefined) : undefined}
          value={began}
          onChange={(event) => setBegan(event.target.value)}
        />
        <Field
          label="Tags, with commas"
          optional
          value={tags}
          onChange={(event) => setTags(event.target.value)}
        />
        <Choices
          legend="What did the customer agree to?"
          value={agreement}
          onChange={setAgreement}
          options={AGREEMENTS}
        />
        <FormActions busy={tell.isPending} error={tell.error} onCancel={onClose} />
      </form>
    </Window>
  );
}
