import './index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Page } from '@/app/Page';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
