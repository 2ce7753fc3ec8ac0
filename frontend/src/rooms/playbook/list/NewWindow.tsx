import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Window } from '@/ui/Window';

import { templatesQuery, useCreate } from '../playbookQueries';
import { TemplateChoice } from '../TemplateChoice';

interface NewWindowProps {
  open: boolean;
  onClose: () => void;
}

/** A new playbook out of a template. */
export function NewWindow({ open, onClose }: NewWindowProps) {
  return (
    <Window
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title="New playbook"
      description="It begins with the words of a template. Then make them yours."
    >
      <NewForm onClose={onClose} />
    </Window>
  );
}

function NewForm({ onClose }: { onClose: () => void }) {
  const templates = useQuery(templatesQuery);
  const create = useCreate();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [product, setProduct] = useState('');
  const [price, setPrice] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const first = templates.data?.find(({ generic }) => generic) ?? templates.data?.[0];
  const template = chosen ?? first?.id ?? null;
  const asksProduct = templates.data?.find(({ id }) => id === template)?.generic === true;

  const submit = (): void => {
    if (template === null || name.trim() === '') return;
    create.mutate(
      {
        name: name.trim(),
        from_template: template,
        from_playbook: null,
        product: asksProduct && product.trim() !== '' ? product.trim() : null,
        price: asksProduct && price.trim() !== '' ? price.trim() : null,
      },
      {
        onSuccess: ({ id }) => {
          onClose();
          void navigate({ to: '/playbooks/$playbookId', params: { playbookId: id } });
        },
      },
    );
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field
        label="Name"
        autoFocus
        placeholder="What you sell, and to whom"
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.target.value)}
      />
      <div className="mt-6">
        <TemplateChoice of="templates" value={template} onChange={setChosen} />
      </div>
      {asksProduct && (
        <div className="mt-5 grid gap-4 sm:grid-cols-2">
          <Field
            label="Product"
            optional
            placeholder="As the playbook"
            value={product}
            maxLength={100}
            onChange={(event) => setProduct(event.target.value)}
          />
          <Field
            label="Price"
            optional
            placeholder="$40 a seat a month"
            value={price}
            maxLength={100}
            onChange={(event) => setPrice(event.target.value)}
          />
        </div>
      )}
      {create.isError && (
        <Banner tone="alarm" title="It could not be made" className="mt-5">
          {create.error.message}
        </Banner>
      )}
      <div className="mt-6 flex items-center justify-end gap-2">
        <Link
          to="/playbooks/first-run"
          className="text-accent mr-auto rounded text-base font-medium hover:underline"
        >
          Answer a few questions instead
        </Link>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          tone="primary"
          busy={create.isPending}
          disabled={template === null || name.trim() === ''}
        >
          Make it
        </Button>
      </div>
    </form>
  );
}
