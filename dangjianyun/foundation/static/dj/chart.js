/* Trend lines from the JSON beside them, in the colors of tokens.css. No area, no legend: each line is named at its end. */
(function () {
  'use strict';
  function css(el, name) { return getComputedStyle(el).getPropertyValue(name).trim(); }
  function ink(el, color) { return css(el, color === 'ink' ? '--dj-ink' : '--dj-chart-' + color); }
  function grouped(value, digits) { return value.toLocaleString('zh-CN', { minimumFractionDigits: digits, maximumFractionDigits: digits }); }
  function said(value, drawn) { return value === null || value === undefined ? '--' : grouped(value, drawn.digits) + drawn.unit; }
  function last(values) { for (var i = values.length - 1; i >= 0; i -= 1) if (values[i] !== null) return values[i]; return null; }

  function options(el, drawn) {
    var big = el.hasAttribute('data-big'), small = big ? 16 : 12, size = big ? 18 : 13, soft = css(el, '--dj-ink-3');
    var widest = Math.max.apply(null, drawn.series.map(function (one) { return (one.short + ' ' + said(last(one.values), drawn)).length; }));
    return {
      animation: false,
      textStyle: { fontFamily: css(el, '--dj-font') },
      grid: { left: 8, right: Math.round(widest * size * 0.86) + 16, top: 12, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis', renderMode: 'richText', backgroundColor: css(el, '--dj-sheet'), borderColor: css(el, '--dj-line-2'),
        valueFormatter: function (value) { return said(value, drawn); }, textStyle: { color: css(el, '--dj-ink'), fontSize: size },
        axisPointer: { lineStyle: { color: css(el, '--dj-edge'), type: 'solid' } } },
      xAxis: { type: 'category', boundaryGap: false, data: drawn.x, axisTick: { show: false }, axisLine: { lineStyle: { color: css(el, '--dj-line-2') } },
        axisLabel: { color: soft, fontSize: small, align: 'left', hideOverlap: true,
          interval: function (i, label) { return label.slice(5, 7) === '01' || (i === 0 && drawn.x.length < 13); },
          formatter: function (label) { return label.length > 4 && label.slice(5, 7) !== '01' ? label : label.slice(0, 4) + '年'; } } },
      yAxis: { type: 'value', splitNumber: 4, minInterval: drawn.digits ? 0 : 1, min: drawn.low, max: drawn.high, axisLabel: { color: soft, fontSize: small }, splitLine: { lineStyle: { color: css(el, '--dj-line') } } },
      series: drawn.series.map(function (one) {
        var color = ink(el, one.color);
        return { name: one.name, type: 'line', data: one.values, showSymbol: false, lineStyle: { width: big ? 3 : 2, color: color }, itemStyle: { color: color },
          endLabel: { show: true, color: color, fontSize: size, fontWeight: 600, distance: 8, formatter: function () { return one.short + ' ' + said(last(one.values), drawn); } } };
      })
    };
  }

  function draw(root) {
    Array.prototype.forEach.call(root.querySelectorAll('[data-chart]'), function (el) {
      var source = document.getElementById(el.getAttribute('data-chart'));
      if (!window.echarts || !source || window.echarts.getInstanceByDom(el)) return;
      var chart = window.echarts.init(el, null, { renderer: 'svg' });
      chart.setOption(options(el, JSON.parse(source.textContent)));
      window.addEventListener('resize', function () { chart.resize(); });
      window.addEventListener('beforeprint', function () { chart.resize(); });
    });
  }
  draw(document);
  document.addEventListener('htmx:load', function (event) { draw(event.target); });
}());
