import { Link } from '@tanstack/react-router';
import { PhoneCall, ScrollText } from 'lucide-react';

import { buttonClass } from '@/ui/Button';
import { Empty } from '@/ui/Empty';

import { useShell } from '../editor/shell';

/** Why there is nothing to compare yet, and what to do about it. */
export function NothingToCompare({ missing }: { missing: 'calls' | 'versions' }) {
  const { detail } = useShell();
  if (missing === 'calls') {
    return (
      <Empty
        icon={<PhoneCall />}
        title="No calls yet"
        action={
          <Link to="/" className={buttonClass('primary')}>
            Start the first one
          </Link>
        }
      >
        Once you have made a call, you can see here what a change to your playbook would have done
        in it.
      </Empty>
    );
  }
  return (
    <Empty
      icon={<ScrollText />}
      title="Nothing has changed yet"
      action={
        <Link
          to="/playbooks/$playbookId"
          params={{ playbookId: detail.id }}
          className={buttonClass('primary')}
        >
          Change something
        </Link>
      }
    >
      There is one version of this playbook. Change a trigger or a script, and see here what it does
      to your calls before you save it.
    </Empty>
  );
}
