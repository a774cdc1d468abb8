// Words of the sections that show results, as in words.js.

Object.assign(words, {
  // Headline.
  headline: ["At a glance", "概览"],
  headline_output: [
    "{name} in {year}: {value} {unit}. In {share} of 100 simulated futures it lies between {low} and {high}.",
    "{year}年{name}：{value}{unit}。100种模拟未来中有{share}种介于{low}与{high}之间。",
  ],
  headline_growth: [
    "{name}: average growth of {value} a year from {base} to {year}. In {share} of 100 futures it lies between {low} and {high}.",
    "{name}：{base}至{year}年年均增长{value}。100种未来中有{share}种介于{low}与{high}之间。",
  ],
  headline_output_plain: ["{name} in {year}: {value} {unit}.", "{year}年{name}：{value}{unit}。"],
  headline_growth_plain: [
    "{name}: average growth of {value} a year from {base} to {year}.",
    "{name}：{base}至{year}年年均增长{value}。",
  ],
  headline_goal: [
    "“{target}” is reached in {value} of all futures (error of the simulation: ± {error} points).",
    "“{target}”在{value}的未来中实现（模拟误差：±{error}个百分点）。",
  ],
  headline_missed: [
    "Most likely to be missed: “{target}”. It is reached in {value} of all futures.",
    "最可能落空的目标：“{target}”。仅在{value}的未来中实现。",
  ],
  headline_safest: [
    "Most likely to be reached: “{target}”, in {value} of all futures.",
    "最可能实现的目标：“{target}”，在{value}的未来中实现。",
  ],
  headline_fastest: [
    "Fastest growth in “{account}”: {name}, {value} a year on average to {year} ({middle}).",
    "“{account}”中增长最快：{name}，至{year}年年均增长{value}（{middle}）。",
  ],
  headline_slowest: [
    "Slowest in “{account}”: {name}, {value} a year on average to {year} ({middle}).",
    "“{account}”中增长最慢：{name}，至{year}年年均增长{value}（{middle}）。",
  ],
  headline_no_difference: [
    "“{scenario}” against “{baseline}”: no difference in {name} in {year}.",
    "“{scenario}”与“{baseline}”相比：{year}年{name}没有差异。",
  ],
  headline_difference: [
    "“{scenario}” against “{baseline}”: {name} in {year} differs by {value} on average ({relative}).",
    "“{scenario}”与“{baseline}”相比：{year}年{name}平均相差{value}（{relative}）。",
  ],
  how_to_read: ["How to read this report", "如何阅读本报告"],
  how_to_read_text: [
    "The program does not predict one future. It draws {paths} possible ones from the stated assumptions, and the report says how they spread. The median is the middle one: half of all futures lie above it, half below. A band marked 90% holds 90 of 100 futures. Bands show how uncertain the future is under these assumptions; they do not show whether the assumptions are right.",
    "程序并不预测某一种未来，而是按所列假设抽取{paths}种可能的未来，并报告其分布。中位数居中：一半未来高于它，一半低于它。标为90%的区间包含100种未来中的90种。区间反映在这些假设下未来有多不确定，并不说明假设本身是否正确。",
  ],
  how_to_read_levels: ["Levels are in {unit}, {prices}.", "水平值单位为{unit}，{prices}。"],
  how_to_read_real: ["Growth is real, without inflation.", "增长率为剔除价格因素的实际增长。"],

  // One industry closely.
  detail: ["One industry closely", "单个产业详情"],
  detail_hint: [
    "Choose another industry or total with the selector at the top of the page.",
    "可在页面上方选择其他产业或合计。",
  ],
  detail_fan: ["{name}: output", "{name}：产出"],
  detail_measure: ["{name}", "{name}"],
  detail_growth: ["{name}: growth by year", "{name}：逐年增长率"],
  detail_causes: ["{name}: what changes it from year to year", "{name}：逐年变化的原因"],
  detail_targets: ["{name}: its goals", "{name}：相关目标"],
  change_subtitle: ["mean change over the year before, {unit}", "较上年的平均变化，{unit}"],

  // All of them.
  fans: ["Every industry, cluster and total", "各产业、集群与合计"],
  fans_intro: [
    "Each chart has its own scale. The line is the {middle}, the bands hold the stated share of all futures. What is counted differs between the headings below: figures under different headings are never added.",
    "每图各有刻度。线为{middle}，色带包含所示比例的未来。下列各标题统计口径不同，不同标题下的数字不可相加。",
  ],
  fan_alt: [
    "Fan chart of {name}, {first} to {last}, {unit}. The {middle} {moves} from {start} to {end}.",
    "{name}扇形图，{first}至{last}年，{unit}。{middle}由{start}{moves}至{end}。",
  ],
  fan_alt_flat: [
    "Fan chart of {name}, {first} to {last}, {unit}. The {middle} stays about {end}.",
    "{name}扇形图，{first}至{last}年，{unit}。{middle}大致保持在{end}。",
  ],
  fan_alt_band: [
    " In {year}, {share} of 100 futures lie between {low} and {high}.",
    "{year}年，100种未来中有{share}种介于{low}与{high}之间。",
  ],
  fan_alt_history: [" Before it: {published}, from {first} on.", "此前为{first}年以来的数据（{published}）。"],
  show_closely: ["Show closely", "查看详情"],
  show_closely_title: ["Show {name} closely", "查看{name}详情"],

  // Growth.
  growth: ["Growth rates", "增长率"],
  growth_intro: [
    "Average yearly growth from {base} to {year}, and below it the {middle} of each year, as effective annual rates. Another year can be chosen at the top of the page.",
    "{base}至{year}年年均增长率，其下为各年{middle}。可在页面上方选择其他年份。",
  ],
  growth_average: ["Average growth {base} to {year}: {account}", "{base}至{year}年年均增长：{account}"],
  growth_average_subtitle: ["% a year; dot: {middle}", "每年 %；点为{middle}"],
  growth_by_year: ["Growth by year: {middle}", "逐年增长：{middle}"],
  growth_alt: ["Dots with bars: growth by year of {name}. {parts}.", "点线图：{name}逐年增长。{parts}。"],
  growth_alt_part: ["{year}: {middle} {value}", "{year}年：{middle}{value}"],
  other_measures: ["Other measures", "其他指标"],
  growth_average_alt: [
    "Dots with bars: average growth {base} to {year} in “{account}”. Highest {middle}: {first}, {first_value}; lowest: {last}, {last_value}.",
    "点线图：“{account}”{base}至{year}年年均增长。{middle}最高：{first}，{first_value}；最低：{last}，{last_value}。",
  ],
  average_column: ["Average", "年均"],
  band_column: ["{share}% band of the average", "年均值的{share}%区间"],

  // Composition.
  composition: ["Composition over time", "构成变化"],
  composition_intro: [
    "Mean share of each part in its whole. Only parts of one kind stand in one chart, because parts of different kinds overlap: chips are a leading industry and belong to the electronics cluster, too.",
    "各部分占整体的平均份额。不同类别会相互重叠（如集成电路既是先导产业又属于电子信息集群），故每图只含同一类别。",
  ],
  composition_title: ["{whole}: {group}", "{whole}：{group}"],
  composition_subtitle: ["mean share, %", "平均份额，%"],
  composition_alt: [
    "Stacked columns: shares of {group} in {whole}, {first} to {last}. {parts}.",
    "堆叠柱状图：{group}在{whole}中的份额，{first}至{last}年。{parts}。",
  ],
  composition_alt_lines: [
    "Lines: shares of {group} in {whole}, {first} to {last}. {parts}.",
    "折线图：{group}在{whole}中的份额，{first}至{last}年。{parts}。",
  ],
  composition_alt_part: ["{name} from {start} to {end}", "{name}由{start}变为{end}"],
  composition_rest: ["All other", "其余"],
  composition_overlap: ["These parts overlap, so they are not stacked.", "这些部分相互重叠，故不堆叠。"],

  contribution_title: ["{whole}: what {group} add to its growth", "{whole}：{group}对其增长的贡献"],
  contribution_subtitle: ["mean contribution, percentage points a year", "平均贡献，每年百分点"],
  contribution_alt: [
    "Stacked columns: what {group} add to the growth of {whole}, {first} to {last}, percentage points. In {last}: {parts}.",
    "堆叠柱状图：{group}对{whole}增长的贡献，{first}至{last}年，百分点。{last}年：{parts}。",
  ],

  // Targets.
  targets: ["Goals and how likely they are", "目标及其实现概率"],
  targets_intro: [
    "Share of all futures in which a goal is met. The bar is the error of the simulation (95%): it would shrink with more futures. It says nothing about the assumptions.",
    "实现目标的未来所占比例。误差条为模拟误差（95%），模拟次数越多越小，与假设是否正确无关。",
  ],
  targets_title: ["Probability that a goal is met", "目标实现概率"],
  targets_subtitle: [
    "% of simulated futures; bar: 95% error of the simulation",
    "占模拟未来的 %；误差条：95% 模拟误差",
  ],
  targets_alt: [
    "Dots with error bars: probability of goals ({n}). Highest: {first}, {first_value}. Lowest: {last}, {last_value}.",
    "带误差条的点图：{n}个目标的实现概率。最高：{first}，{first_value}；最低：{last}，{last_value}。",
  ],
  target: ["Goal", "目标"],
  condition: ["Condition", "条件"],
  probability: ["Probability", "概率"],
  error: ["Error (95%)", "误差（95%）"],
  points_a_year: ["points a year", "个百分点/年"],
  shortfall: ["Missing on average", "平均缺口"],
  first_title: ["When goals are first met", "目标首次实现的年份"],
  first_intro: [
    "Share of all futures in which the condition of a goal holds in that year for the first time. It counts even where it fails again later, so the sum over the years can exceed the probability above, which asks about the year of the goal alone. Average growth counts from the base year to the year in question.",
    "目标条件在该年首次成立的未来所占比例。即使此后不再成立也计入，因此各年之和可能高于上面的概率，后者只看目标年份。年均增长自基准年起算至该年。",
  ],
  first_never: ["Not by {year}", "至{year}年未实现"],
  rule_at_least: ["at least {level}", "不低于{level}"],
  rule_at_most: ["at most {level}", "不高于{level}"],
  rule_all_of: ["all of: {goals}", "同时实现：{goals}"],
  rule_average_growth_at_least: ["at least {level} a year on average", "年均增长不低于{level}"],

  // Causes.
  causes: ["Where growth comes from", "增长从何而来"],
  causes_intro: [
    "Mean growth of each sector in {year} split by cause; the parts add up exactly. Growth is in logarithmic points: close to percent where it is small. Another year can be chosen at the top of the page.",
    "{year}年各部门平均增长按原因分解，各部分之和恰为总增长。单位为对数百分点，数值小时接近百分比。可在页面上方选择其他年份。",
  ],
  causes_title: ["Growth by cause in {year}", "{year}年增长的原因分解"],
  causes_subtitle: ["mean growth, logarithmic percentage points", "平均增长，对数百分点"],
  causes_alt: [
    "Stacked bars: mean growth of sectors ({n}) in {year} by cause. Most: {first}, {first_value} points. Least: {last}, {last_value} points.",
    "堆叠条形图：{n}个部门{year}年平均增长按原因分解。最高：{first}，{first_value}个百分点；最低：{last}，{last_value}个百分点。",
  ],
  change_alt: [
    "Stacked columns: mean yearly change of {name} by cause, {first} to {last}, {unit}. In {last} it changes by {total}, most by {cause} ({value}).",
    "堆叠柱状图：{name}逐年平均变化按原因分解，{first}至{last}年，{unit}。{last}年变化{total}，其中{cause}作用最大（{value}）。",
  ],
  sector: ["Sector", "部门"],
  total: ["Total", "合计"],
  cause_intrinsic: ["own growth", "自身增长"],
  cause_links: ["links between sectors", "部门联系"],
  cause_events: ["events", "事件"],
  cause_investment: ["investment", "投资"],
  cause_research: ["research", "研发"],
  cause_adoption: ["adoption of technology", "技术应用"],
  cause_policy: ["policy", "政策"],

  // Programmes.
  programmes: ["Investment programmes", "投资计划"],
  programmes_intro: [
    "Output of a year that each programme adds, on average over all futures, beside what it has spent. What links pass on to other sectors is not in it.",
    "各计划当年带来的平均新增产出及其支出。不含通过部门联系传导到其他部门的部分。",
  ],
  programmes_title: ["Extra output by programme", "各计划的新增产出"],
  programmes_subtitle: ["mean output added in the year, {unit}", "当年平均新增产出，{unit}"],
  programmes_alt: [
    "Columns: output that programmes ({n}) add, {first} to {last}, {unit}. {parts}.",
    "柱状图：{n}个计划带来的新增产出，{first}至{last}年，{unit}。{parts}。",
  ],
  programmes_alt_part: ["{name}: {value} in {year}", "{name}：{year}年{value}"],
  programme: ["Programme", "计划"],
  figure: ["Figure", "指标"],
  programme_output: ["Output added in the year", "当年新增产出"],
  programme_spent: ["Public money spent so far", "累计公共支出"],
  programme_spent_in_all: ["Spent so far with private money that joined", "累计支出（含社会资本）"],
  programme_output_per_spent: ["Output added so far per public money spent", "每单位公共支出的累计新增产出"],
  programme_output_per_spent_in_all: ["Output added so far per money spent in all", "每单位总支出的累计新增产出"],

  // What is uncertain.
  variance: ["What is not known and what is chance", "未知与偶然"],
  variance_intro: [
    "Share of the spread of output in {year} that comes from numbers nobody knows for sure (parameters, levels of the base year). The rest is chance of single years.",
    "{year}年产出波动中源于未确知数值（参数、基准年水平）的份额，其余为各年偶然因素。",
  ],
  variance_title: ["Part of the spread from what is not known, {year}", "{year}年波动中源于未知数值的部分"],
  variance_subtitle: [
    "% of the variance of output; bar: 95% error of the simulation",
    "占产出方差的 %；误差条：95% 模拟误差",
  ],
  variance_alt: [
    "Dots with error bars: {title}, {n} in all. Highest: {first}, {first_value}. Lowest: {last}, {last_value}.",
    "带误差条的点图：{title}，共{n}项。最高：{first}，{first_value}；最低：{last}，{last_value}。",
  ],
  models_intro: [
    "Share of the spread of output in {year} that comes from not knowing which growth model is right, for sectors whose growth is a mixture of models.",
    "对于增长由多种模型混合的部门，{year}年产出波动中源于不知何种增长模型正确的份额。",
  ],
  models_title: [
    "Part of the spread from the choice of the growth model, {year}",
    "{year}年波动中源于增长模型选择的部分",
  ],
  share_column: ["Share", "份额"],
});
