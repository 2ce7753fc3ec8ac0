import { useQuery } from '@tanstack/react-query';

import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { Choices } from '@/ui/Choices';
import { Skeleton } from '@/ui/Skeleton';

import { templatesQuery } from './playbookQueries';

interface TemplateChoiceProps {
  /** `trades` are the templates that fit whatever is sold in them. */
  of: 'trades' | 'templates';
  value: string | null;
  onChange: (id: string) => void;
  problem?: string | undefined;
}

const LEGENDS = { trades: 'Trade', templates: 'Begin with' } as const;

/** What a playbook begins from. */
export function TemplateChoice({ of, value, onChange, problem }: TemplateChoiceProps) {
  const templates = useQuery(templatesQuery);
  if (templates.isPending) return <Skeleton className="h-40" />;
  if (templates.isError) {
    return (
      <Banner
        tone="alarm"
        title={`The ${of} could not be loaded`}
        action={
          <Button size="sm" onClick={() => void templates.refetch()}>
            Try again
          </Button>
        }
      >
        {templates.error.message}
      </Banner>
    );
  }
  const options = templates.data
    .filter(({ generic }) => generic || of === 'templates')
    .map(({ id, name, summary }) => ({ value: id, label: name, hint: summary }));
  return (
    <Choices
      legend={LEGENDS[of]}
      problem={problem}
      value={value}
      onChange={onChange}
      options={options}
    />
  );
}
