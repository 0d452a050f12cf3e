/** A PostCSS plugin that turns Vant's px into rem, so that large print scales its components too. */
interface Declaration {
  prop: string;
  value: string;
  source?: { input: { file?: string } };
}

const PX_PER_REM = 16;

export const vantInRem = {
  postcssPlugin: 'vant-in-rem',
  Declaration(declaration: Declaration): void {
    if (!declaration.source?.input.file?.includes('/vant/')) return;
    declaration.value = declaration.value.replace(/(\d*\.?\d+)px/g, (px, size: string) =>
      Number(size) <= 1 ? px : `${Number(size) / PX_PER_REM}rem`,
    );
  },
};
