import type { ReactNode } from 'react';

interface EmptyProps {
  icon: ReactNode;
  title: string;
  /** 1 where it is all there is on the page. */
  level?: 1 | 2;
  children?: ReactNode;
  action?: ReactNode;
}

/** What a view says when it has nothing to show, or could not get it. */
export function Empty({ icon, title, level = 2, children, action }: EmptyProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-20 text-center">
      <span aria-hidden className="text-ink-faint mb-5 [&_svg]:size-8 [&_svg]:stroke-[1.5]">
        {icon}
      </span>
      <Heading className="text-ink text-xl font-semibold">{title}</Heading>
      {children !== undefined && <div className="text-ink-soft mt-2 text-base">{children}</div>}
      {action !== undefined && (
        <div className="mt-6 flex flex-wrap justify-center gap-2">{action}</div>
      )}
    </div>
  );
}
