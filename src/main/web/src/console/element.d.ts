/** Element Plus's components as templates know them; only what a column of a table shows is looser, so that its rows are what the table was given. */
import type { VNodeChild } from 'vue';

type Library = typeof import('element-plus');
type Elements = { [Name in Extract<keyof Library, `El${string}`>]: Library[Name] };

interface Column {
  prop?: string;
  label?: string;
  type?: 'default' | 'selection' | 'index' | 'expand';
  width?: string | number;
  minWidth?: string | number;
  align?: 'left' | 'center' | 'right';
  headerAlign?: 'left' | 'center' | 'right';
  fixed?: boolean | 'left' | 'right';
  sortable?: boolean | 'custom';
  className?: string;
  showOverflowTooltip?: boolean;
  selectable?: (row: any, index: number) => boolean;
}

interface ColumnSlots {
  // the rows of a table are not known to its columns: each template says by its use what they are
  default?: (scope: { row: any; $index: number }) => VNodeChild;
  header?: (scope: { $index: number }) => VNodeChild;
}

declare module 'vue' {
  export interface GlobalComponents extends Omit<Elements, 'ElTableColumn'> {
    ElTableColumn: new () => { $props: Column; $slots: ColumnSlots };
  }
}
