/* Completes an option object of org.jeffreys.cli.report.Chart: colours of the page, layout for the
   width, drawing of bands and bins, text of tooltips. Runs in browsers and in Rhino. */
var jeffreysCharts = (function () {
  'use strict';

  var LIGHT = {text: '#1f2937', soft: '#5b6472', line: '#9aa3b0', grid: '#e6e9ee', paper: '#ffffff', shade: 'rgba(107,114,128,0.13)'};
  var DARK = {text: '#e5e8ee', soft: '#a9b1be', line: '#6b7482', grid: '#2b323d', paper: '#1b2028', shade: 'rgba(160,170,190,0.16)'};

  function number(value) {
    if (value === null || value === undefined || value !== value) return '\u2013';
    var size = Math.abs(value);
    if (size >= 1e7 || (size > 0 && size < 1e-4)) {
      return String(Number(value.toPrecision(4)).toExponential()).replace('e+', 'e').replace('-', '\u2212');
    }
    var text = value === Math.round(value) ? String(value) : String(Number(value.toPrecision(size < 1000 ? 4 : 6)));
    return text.replace('-', '\u2212');
  }

  function band(series) {
    return function (params, api) {
      if (params.dataIndexInside !== 0) return null;
      var runs = [], lower = [], upper = [];
      function end() {
        if (lower.length > 1) {
          runs.push({type: 'polygon', shape: {points: lower.concat(upper.reverse())},
            style: {fill: series.itemStyle.color, opacity: series.itemStyle.opacity}});
        }
        lower = [];
        upper = [];
      }
      series.data.forEach(function (row) {
        if (row[0] === null || row[1] === null || row[2] === null) {
          end();
        } else {
          lower.push(api.coord([row[0], row[1]]));
          upper.push(api.coord([row[0], row[2]]));
        }
      });
      end();
      return {type: 'group', children: runs};
    };
  }

  function bins(series) {
    return function (params, api) {
      var row = series.data[params.dataIndex], area = params.coordSys;
      if (row[3] === null) return null;
      var from = api.coord([row[1], row[3]]), to = api.coord([row[2], row[3]]);
      var zero = api.coord([row[1], 0])[1], floor = area.y + area.height;
      var foot = zero === zero ? Math.min(zero, floor) : floor;
      var gap = to[0] - from[0] > 4 ? 1 : 0;
      return {type: 'rect',
        shape: {x: from[0], y: Math.min(from[1], foot), width: to[0] - from[0] - gap, height: Math.abs(foot - from[1])},
        style: {fill: series.itemStyle.color, opacity: series.itemStyle.opacity}};
    };
  }

  function entry(series, value) {
    if (series.jeffreys === 'band') return number(value[1]) + ' to ' + number(value[2]);
    if (series.jeffreys === 'bins') return number(value[3]) + ' (' + number(value[1]) + ' to ' + number(value[2]) + ')';
    return number(value[1]);
  }

  /* The row of a line or band nearest to x, the bin or step that holds x; ECharts itself reports only
     those series whose nearest point is as near as any. */
  function rowAt(series, x) {
    var best = null, distance = Infinity;
    series.data.forEach(function (row) {
      if (row[0] === null) return;
      var away = Math.abs(row[0] - x);
      if (series.step && row[0] > x) away = Infinity;
      if (series.jeffreys === 'bins') away = row[1] <= x && x < row[2] ? 0 : Infinity;
      if (away < distance) {
        best = row;
        distance = away;
      }
    });
    return best;
  }

  function dot(color) {
    return '<span style="display:inline-block;width:9px;height:9px;border-radius:5px;margin-right:5px;background:' + color + '"></span>';
  }

  function tooltip(option, chart) {
    var escape = echarts.format.encodeHTML;
    return function (hits) {
      if (!Array.isArray(hits) && option.yAxis.type === 'category') {
        return hits.marker + escape(option.yAxis.data[hits.value[1]]) + '<br>' + escape(option.xAxis.name) + ' ' + number(hits.value[0]);
      }
      if (!Array.isArray(hits)) {
        return hits.marker + escape(hits.seriesName) + '<br>' + escape(option.xAxis.name) + ' ' + number(hits.value[0])
          + '<br>' + escape(option.yAxis.name) + ' ' + number(hits.value[1]);
      }
      if (!hits.length) return '';
      var x = Number(hits[0].axisValue), chosen = chart.getOption().legend[0].selected;
      var lines = [escape(option.xAxis.name) + ' ' + number(x)];
      option.series.forEach(function (series) {
        if (series.name === undefined || series.type === 'scatter' || chosen[series.name] === false) return;
        var row = rowAt(series, x);
        if (row) lines.push(dot(series.itemStyle.color) + escape(series.name) + '&ensp;<b>' + entry(series, row) + '</b>');
      });
      return lines.join('<br>');
    };
  }

  function legendRows(names, width) {
    var rows = names.length ? 1 : 0, used = 0;
    names.forEach(function (name) {
      var item = 54 + 6.9 * name.length;
      if (used > 0 && used + item > width - 24) {
        rows++;
        used = 0;
      }
      used += item;
    });
    return rows;
  }

  /* How many characters the longest label of the y axis takes, about: its ends at the step's digits. */
  function labelLength(option) {
    var ends = [Infinity, -Infinity], axis = option.yAxis;
    if (axis.type === 'category') return axis.data.reduce(function (most, name) { return Math.max(most, name.length); }, 0);
    function see(value) {
      if (typeof value !== 'number' || (axis.type === 'log' && value <= 0)) return;
      ends = [Math.min(ends[0], value), Math.max(ends[1], value)];
    }
    option.series.forEach(function (series) {
      var columns = series.encode ? series.encode.y : [1];
      series.data.forEach(function (row) { columns.forEach(function (c) { see(row[c]); }); });
    });
    see(axis.min);
    see(axis.max);
    if (!(ends[0] <= ends[1])) return 3;
    var step = axis.type === 'log' ? ends[0] : (ends[1] - ends[0]) / 6 || Math.abs(ends[0]) || 1;
    var digits = Math.min(6, Math.max(0, -Math.floor(Math.log(step) / Math.LN10)));
    return Math.min(10, Math.max(ends[0].toFixed(digits).length, ends[1].toFixed(digits).length));
  }

  function axis(node, colors, gap, count) {
    node.nameLocation = 'middle';
    node.nameGap = gap;
    node.nameTextStyle = {color: colors.text, fontSize: 12};
    node.axisLabel = {color: colors.soft, formatter: number, hideOverlap: true};
    node.axisLine = {show: true, onZero: false, lineStyle: {color: colors.line}};
    node.axisTick = {show: true, lineStyle: {color: colors.line}};
    node.splitLine = {lineStyle: {color: colors.grid}};
    node.splitNumber = count;
    if (node.type === 'category') {
      node.axisLabel = {color: colors.text, fontSize: 12, interval: 0};
      node.axisTick = {show: false};
      node.splitLine = {show: true, lineStyle: {color: colors.grid, type: 'dotted'}};
    }
    if (node.type === 'log') node.minorTick = {show: true};
  }

  /* Ink is the colour of text; blue is lighter on a dark page. */
  function paint(color, colors, dark) {
    if (color === 'ink') return colors.text;
    return dark && color === '#0072B2' ? '#2b8cd6' : color;
  }

  function dress(series, colors, dark, upended) {
    if (series.itemStyle) series.itemStyle.color = paint(series.itemStyle.color, colors, dark);
    if (series.jeffreys === 'band') series.renderItem = band(series);
    if (series.jeffreys === 'bins') series.renderItem = bins(series);
    if (series.markArea) {
      series.markArea.itemStyle = {color: colors.shade};
      series.markArea.label = {color: colors.soft, position: 'insideTop', fontSize: 11};
    }
    if (series.markLine) {
      series.markLine.lineStyle = {color: colors.soft, type: 'dashed', width: 1};
      series.markLine.label = {color: colors.soft, formatter: '{b}', fontSize: 11, textBorderColor: colors.paper, textBorderWidth: 3,
        position: series.markLine.data[0].yAxis !== undefined ? 'insideEndTop' : upended ? 'start' : 'end'};
    }
  }

  /* A fresh option for a drawing of this width: in the given chart of a page, or still if there is none. */
  function complete(json, width, dark, title, chart) {
    var still = !chart;
    var option = JSON.parse(json), colors = dark ? DARK : LIGHT;
    var top = title ? 34 : 4, rows = legendRows(option.legend.data, width);
    var slider = !still && option.dataZoom;
    if (title) option.title = {text: title, left: 10, top: 6, textStyle: {color: colors.text, fontSize: 15, fontWeight: 600}};
    if (still) {
      option.backgroundColor = colors.paper;
      delete option.dataZoom;
      delete option.tooltip;
    } else {
      option.tooltip.formatter = tooltip(option, chart);
      option.tooltip.axisPointer = {type: 'line', snap: false, lineStyle: {color: colors.line}};
      option.tooltip.confine = true;
      option.tooltip.backgroundColor = colors.paper;
      option.tooltip.borderColor = colors.line;
      option.tooltip.textStyle = {color: colors.text, fontSize: 12};
    }
    if (slider) {
      option.dataZoom[0].height = 18;
      option.dataZoom[0].bottom = 6;
      option.dataZoom[0].showDetail = false;
      option.dataZoom[0].brushSelect = false;
      option.dataZoom[0].borderColor = colors.grid;
      option.dataZoom[0].backgroundColor = 'transparent';
      option.dataZoom[0].fillerColor = colors.shade;
      option.dataZoom[0].dataBackground = {lineStyle: {color: colors.line, opacity: 0.5}, areaStyle: {opacity: 0}};
      option.dataZoom[0].selectedDataBackground = {lineStyle: {color: colors.line}, areaStyle: {opacity: 0}};
      option.dataZoom[0].handleStyle = {color: colors.paper, borderColor: colors.line};
      option.dataZoom[0].moveHandleStyle = {color: colors.line, opacity: 0.5};
    }
    /* No quotes in it: ECharts puts it into an attribute of the SVG as it is. */
    option.textStyle = {fontFamily: 'system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, sans-serif'};
    option.legend.data = option.legend.data.map(function (name) {
      var line = option.series.some(function (series) { return series.name === name && series.type === 'line'; });
      return line ? {name: name, itemStyle: {opacity: 0}} : {name: name};
    });
    option.legend.top = top;
    option.legend.left = 6;
    option.legend.itemGap = still ? 20 : 10;
    option.legend.itemWidth = 20;
    option.legend.itemHeight = 10;
    option.legend.textStyle = {color: colors.text, fontSize: 12};
    var upright = option.series.some(function (series) {
      return series.markLine && series.markLine.data[0].xAxis !== undefined;
    });
    var gap = 16 + 7.4 * labelLength(option);
    option.grid = {left: option.yAxis.type === 'category' ? gap : gap + 20, right: 24, top: top + 24 * rows + (upright ? 26 : 12), bottom: slider ? 74 : 48};
    axis(option.xAxis, colors, 28, width < 520 ? 5 : 8);
    axis(option.yAxis, colors, gap, 5);
    option.series.forEach(function (series) { dress(series, colors, dark, option.yAxis.type === 'category'); });
    return option;
  }

  function svg(json, title, width, height) {
    var chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
    try {
      chart.setOption(complete(json, width, false, title, null));
      return chart.renderToSVGString();
    } finally {
      chart.dispose();
    }
  }

  return {complete: complete, svg: svg, number: number};
})();
