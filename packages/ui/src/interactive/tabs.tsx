import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';

import { classNames } from '../class-names.js';

import styles from './interactive.module.css';

export interface TabsProps {
  label: string;
  tabs: readonly { id: string; title: ReactNode; content: ReactNode }[];
  selected?: string | undefined;
  onSelect?: ((id: string) => void) | undefined;
}

export function Tabs({ label, tabs, selected, onSelect }: TabsProps) {
  const control = selected === undefined ? {} : { selectedKey: selected };
  return (
    <AriaTabs className={classNames(styles['tabs'])} {...control} onSelectionChange={(key) => onSelect?.(String(key))}>
      <TabList aria-label={label} className={classNames(styles['tab-list'])}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={classNames(styles['tab'])}>
            {tab.title}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={classNames(styles['panel'])}>
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
