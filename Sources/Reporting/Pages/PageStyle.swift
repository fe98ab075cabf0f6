/// The style sheet of all pages: light or dark as the reader's system is, dark on white on paper.
let pageStyle: StaticString = """

    :root {
      color-scheme: light dark;
      --paper: #fff; --ink: #1c2024; --soft: #5d666f; --line: #dde1e6; --bubble: #f2f4f6;
      --system: #0b66c3; --chat: #1a7f4e; --bad: #c4262e; --left: #8a63c9; --hold: #b26a00; --shade: #f6e3c0; --gap: #f3cfd0;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #15181b; --ink: #e8eaed; --soft: #9aa4ae; --line: #343a41; --bubble: #22272c;
        --system: #6cb2f7; --chat: #5fcf95; --bad: #ff7b80; --left: #b998ee; --hold: #e7ab4f; --shade: #4a3a1c; --gap: #552628;
      }
    }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--paper); color: var(--ink); }
    body { font: 15px/1.45 system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", sans-serif; }
    main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
    h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; }
    h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
    h3 { font-size: .95rem; margin: 1.25rem 0 .25rem; color: var(--soft); }
    p { margin: .25rem 0; }
    .soft, small { color: var(--soft); }
    .time, .number, td, th { font-variant-numeric: tabular-nums; }
    svg { display: block; width: 100%; overflow: visible; }
    svg path, svg line { fill: none; vector-effect: non-scaling-stroke; }

    .lane { display: grid; grid-template-columns: 9rem 1fr; gap: .5rem; align-items: center; margin: 2px 0; font-size: .85rem; }
    .lane > span { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    .lane svg, .plot svg { background: var(--bubble); border-radius: 3px; }
    .lane svg { height: 18px; }
    .plot svg { height: 110px; }
    .plot { position: relative; padding-left: 9.5rem; }
    .plot .scale { position: absolute; left: 0; width: 9rem; text-align: right; font-size: .75rem; line-height: 1; transform: translateY(-50%); }
    .axis { position: relative; height: 2.4rem; margin-left: 9.5rem; font-size: .75rem; color: var(--soft); }
    .axis span { position: absolute; transform: translateX(-50%); text-align: center; line-height: 1.2; white-space: nowrap; }
    .axis .first { transform: none; text-align: left; }
    .axis .last { transform: translateX(-100%); text-align: right; }
    .key { display: flex; flex-wrap: wrap; gap: .25rem 1rem; font-size: .85rem; margin: .5rem 0; padding: 0; list-style: none; }
    .key i { display: inline-block; width: 1rem; height: .6rem; margin-right: .35rem; border-radius: 2px; background: currentColor; }
    .system { color: var(--system); } .chat { color: var(--chat); } .bad { color: var(--bad); } .left { color: var(--left); }
    .sent { color: var(--chat); } .hold { color: var(--hold); } .grid { stroke: var(--line); stroke-width: 1; }
    svg .system, svg .chat, svg .sent, svg .bad, svg .left { stroke: currentColor; stroke-width: 2; }
    svg .thin { stroke-width: 1; opacity: .65; }
    svg .limit, svg .stop { stroke: var(--hold); stroke-width: 1.5; stroke-dasharray: 4 3; }
    svg rect.hold, .key .hold i { fill: var(--shade); background: var(--shade); }
    svg rect.gap, .key .gap i { fill: var(--gap); background: var(--gap); }

    .cue { display: grid; grid-template-columns: 6.5rem 1fr; gap: .75rem; padding: .5rem 0; border-top: 1px solid var(--line); break-inside: avoid; }
    .cue .time b { display: block; font-size: 1.05rem; }
    .rooms span { display: inline-block; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .5rem; margin: 0 .25rem .25rem 0; font-size: .8rem; }
    .bubble { display: inline-block; max-width: 100%; background: var(--bubble); border-left: 3px solid currentColor; border-radius: 0 .5rem .5rem 0; padding: .35rem .7rem; margin: .1rem 0; }
    .bubble b { display: block; font-size: .8rem; }
    .bubble bdi { color: var(--ink); white-space: pre-wrap; }
    .meter { display: inline-block; width: 6rem; height: .5rem; border: 1px solid var(--soft); border-radius: 2px; vertical-align: middle; margin-right: .35rem; }
    .meter i { display: block; height: 100%; background: var(--system); }
    .meter.near i { background: var(--hold); }
    .stop-here { border: 2px dashed var(--hold); color: var(--hold); border-radius: .4rem; padding: .4rem .75rem; margin: .75rem 0; font-weight: 600; }
    .agreed { display: grid; grid-template-columns: 2fr 1fr 2fr; gap: 1.5rem; margin-top: 3rem; break-inside: avoid; }
    .agreed span { border-top: 1px solid var(--ink); padding-top: .25rem; font-size: .8rem; color: var(--soft); }

    .totals { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 1rem 0; padding: 0; list-style: none; }
    .totals b { display: block; font-size: 1.5rem; line-height: 1.1; }
    .run + .run { margin-top: 4rem; border-top: 4px double var(--line); padding-top: 2rem; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .9rem; }
    th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); }
    td.time { white-space: nowrap; }
    td bdi { white-space: pre-wrap; }
    td .rooms { color: var(--soft); }
    summary { cursor: pointer; margin: .5rem 0; }

    @media (max-width: 36rem) {
      .lane { grid-template-columns: 1fr; gap: 0; margin: .4rem 0; }
      .plot { padding-left: 0; }
      .plot .scale { left: .25rem; width: auto; transform: none; padding-top: 2px; }
      .axis { margin-left: 0; }
      .axis span.rare { display: none; }
      .cue { grid-template-columns: 1fr; gap: .1rem; }
      .cue .time b { display: inline; margin-right: .5rem; }
      .agreed { grid-template-columns: 1fr; gap: 2.5rem; }
      table, tbody, tr, td { display: block; }
      thead { display: none; }
      tr { border-bottom: 1px solid var(--line); padding: .35rem 0; }
      td { border: 0; padding: 0; }
      td.time { display: inline; margin-right: .75rem; }
      td.number::after { content: " deliveries"; }
    }
    @media print {
      :root {
        color-scheme: light;
        --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --bubble: #f4f4f4;
        --system: #0b4f96; --chat: #125c38; --bad: #a31219; --left: #5e3c99; --hold: #8a5200; --shade: #f1dcb4; --gap: #eec3c5;
      }
      body { font-size: 10pt; }
      main { max-width: none; padding: 0; }
      svg, .meter i, .bubble, .key i { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      h2, h3 { break-after: avoid; }
      tr { break-inside: avoid; }
    }

    """
