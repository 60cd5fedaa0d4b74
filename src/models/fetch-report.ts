/** What goes on while models are fetched, for whoever shows it to a person. */
export type FetchEvent =
  /** `bytes`: what will be downloaded; 0 where that is not known. */
  | {
      readonly type: 'download-start';
      readonly partId: string;
      readonly source: string;
      readonly bytes: number;
    }
  /** `ofBytes`: the size, where it is known better now. */
  | {
      readonly type: 'download-progress';
      readonly partId: string;
      readonly bytes: number;
      readonly ofBytes?: number | undefined;
    }
  | {
      readonly type: 'source-failed';
      readonly partId: string;
      readonly source: string;
      readonly reason: string;
    }
  /** Files that are here are not what they should be, and will be fetched again. */
  | { readonly type: 'part-damaged'; readonly partId: string; readonly reason: string }
  /** In place, checked. `sha256`: set where it was not known beforehand, "path sha256" each. */
  | {
      readonly type: 'part-installed';
      readonly partId: string;
      readonly source: string;
      readonly recorded?: readonly string[];
    }
  | { readonly type: 'part-failed'; readonly partId: string };

export type FetchReport = (event: FetchEvent) => void;
