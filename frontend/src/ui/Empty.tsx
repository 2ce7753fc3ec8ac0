import type { ReactNode } from 'react';

interface EmptyProps {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** What a view says when it has nothing to show, or could not get it. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-20 text-center">
      <span aria-hidden className="text-ink-faint mb-5 [&_svg]:size-8 [&_svg]:stroke-[1.5]">
        {icon}
      </span>
      <h2 className="text-ink text-xl font-semibold">{title}</h2>
      {children !== undefined && <div className="text-ink-soft mt-2 text-base">{children}</div>}
      {action !== undefined && (
        <div className="mt-6 flex flex-wrap justify-center gap-2">{action}</div>
      )}
    </div>
  );
}
