/* Draws the charts of a page: again when the width or the colour scheme changes, and light for paper. */
(function () {
  'use strict';
  var scheme = window.matchMedia('(prefers-color-scheme: dark)');
  var charts = [];

  function draw(item, dark) {
    item.chart.resize();
    item.chart.setOption(jeffreysCharts.complete(item.json, item.chart.getWidth(), dark, '', item.chart), true);
  }

  function drawAll(dark) {
    charts.forEach(function (item) { draw(item, dark); });
  }

  document.querySelectorAll('.chart').forEach(function (box) {
    var item = {json: document.getElementById(box.id + '-option').textContent, chart: echarts.init(box), width: 0};
    charts.push(item);
    draw(item, scheme.matches);
    item.width = box.clientWidth;
    new ResizeObserver(function () {
      if (box.clientWidth !== item.width) {
        item.width = box.clientWidth;
        draw(item, scheme.matches);
      }
    }).observe(box);
  });
  scheme.addEventListener('change', function () { drawAll(scheme.matches); });
  window.addEventListener('beforeprint', function () { drawAll(false); });
  window.addEventListener('afterprint', function () { drawAll(scheme.matches); });
})();
