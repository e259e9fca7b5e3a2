"""Who parks and sells domains, by what they are known, and what their pages say. Data. Pure.

Sources. [TMA] parkingtma/parkingtma.github.io parking_services.json: the 82 parking services of Zirngibl et al., "Domain
Parking: Largely Present, Rarely Considered!", TMA 2022. [NextDNS] nextdns/metadata security/parked-domains-cname.
[ident] intrigueio/intrigue-ident, its checks tagged `Parked`. [park-lander] pages of GoDaddy's lander as several public
link checkers know them: a script below img1.wsimg.com/parking-lander/.
"""

from dataclasses import dataclass

from crawler.gather.phrases import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """One who parks or sells domains."""

    who: str
    hosts: tuple[str, ...] = ()
    """Domains to which it sends the visitors of what it sells."""
    places: tuple[str, ...] = ()
    """The same where only some of a domain is for that: host and how the path begins."""
    sources: tuple[str, ...] = ()
    """Domains, and how paths on them begin, from which its pages load scripts and frames."""
    bodies: tuple[bytes, ...] = ()
    """What stands in a page of its making and in no other."""


SELLERS = (
    Seller(
        who="sedo", hosts=("sedoparking.com",), places=("sedo.com/search/details",), sources=("sedoparking.com",)
    ),  # TMA
    Seller(
        who="parkingcrew",  # TMA, NextDNS
        hosts=("parkingcrew.net", "fastpark.net", "ndparking.com", "parkingspa.com", "ibspark.com"),
        sources=("parkingcrew.net", "fastpark.net", "ndparking.com", "parkingspa.com"),
    ),
    Seller(
        who="bodis", hosts=("parking.bodis.com",), sources=("parking.bodis.com", "bodiscdn.com", "bodis.com")
    ),  # TMA
    Seller(who="hugedomains", hosts=("hugedomains.com",), sources=("hugedomains.com",)),  # TMA
    Seller(who="dan", hosts=("dan.com", "undeveloped.com", "park.do"), sources=("dan.com", "undeveloped.com")),  # TMA
    Seller(who="afternic", hosts=("afternic.com",), sources=("afternic.com",)),  # TMA
    Seller(
        who="godaddy",  # TMA (CashParking), park-lander
        hosts=("cashparking.com", "smartname.com", "namefind.com"),
        places=("www.godaddy.com/forsale", "www.godaddy.com/domainsearch", "godaddy.com/forsale"),
        sources=("img1.wsimg.com/parking-lander", "cashparking.com", "smartname.com"),
        bodies=(b'window.location.href="/lander"', b'window.LANDER_SYSTEM="PW"'),
    ),
    Seller(
        who="uniregistry", hosts=("uniregistry.com", "uniregistrymarket.link"), sources=("uniregistrymarket.link",)
    ),  # TMA
    Seller(
        who="namecheap",  # TMA
        hosts=("parkingpage.namecheap.com", "parking.namecheap.com", "failed-whois-verification.namecheap.com"),
        places=("www.namecheap.com/market",),
        sources=("parkingpage.namecheap.com", "parking.namecheap.com"),
    ),
    Seller(
        who="domainsponsor",  # TMA
        hosts=("dsredirection.com", "dsredirects.com", "rookdns.com", "fwdservice.com", "dsextra.com"),
        sources=("dsparking.com", "dsredirection.com", "dsextra.com"),
    ),
    Seller(
        who="above", hosts=("park.above.com",), places=("www.above.com/marketplace",), sources=("park.above.com",)
    ),  # TMA
    Seller(who="parklogic", hosts=("parklogic.com",), sources=("parklogic.com", "parklogic.net")),  # TMA
    Seller(
        who="skenzo",  # TMA
        hosts=("ztomy.com", "searchmagnified.com", "searchreinvented.com", "parking-page.net"),
        sources=("ztomy.com", "searchmagnified.com", "searchreinvented.com", "parking-page.net"),
    ),
    Seller(who="voodoo", hosts=("voodoo.com",), sources=("voodoo.com",)),  # TMA
    Seller(
        who="namebright",  # TMA, NextDNS
        hosts=("comingsoon.namebright.com", "expired.namebright.com"),
        sources=("comingsoon.namebright.com", "expired.namebright.com"),
    ),
    Seller(who="domainmarket", hosts=("domainmarket.com", "domain-is-4-sale-at-domainmarket.com")),  # TMA
    Seller(who="buydomains", hosts=("buydomains.com",), sources=("buydomains.com",)),  # ident
    Seller(who="brandbucket", hosts=("brandbucket.com",)),  # TMA
    Seller(who="atom", hosts=("squadhelp.com",), places=("www.atom.com/name", "atom.com/name")),  # TMA (as Squadhelp)
    Seller(who="efty", hosts=("eftydns.com",), sources=("efty.com",)),  # TMA
    Seller(who="perfectdomain", hosts=("perfectdomain.com",)),  # TMA
    Seller(who="epik", places=("www.epik.com/domain", "epik.com/domain")),  # TMA
    Seller(who="sav", places=("www.sav.com/domain", "sav.com/domain")),  # TMA
    Seller(who="dynadot", places=("www.dynadot.com/market", "dynadot.com/market")),  # TMA
    Seller(
        who="porkbun",
        hosts=("parking.porkbun.com",),
        places=("porkbun.com/checkout",),
        sources=("parking.porkbun.com",),
    ),  # ident
    Seller(who="squarespace", hosts=("parking.squarespace.com",), places=("domains.squarespace.com/parked",)),  # ident
    Seller(who="regru", hosts=("parking.reg.ru",), sources=("parking.reg.ru", "parking-static.reg.ru")),  # TMA
    Seller(who="domainparking.ru", hosts=("domainparking.ru", "salenames.ru"), sources=("domainparking.ru",)),  # TMA
    Seller(who="traffic.club", hosts=("sslparking.com", "traffic.club"), sources=("sslparking.com",)),  # TMA
    Seller(who="domainist", hosts=("domainist.com",)),  # TMA
    Seller(who="domainmarkt.de", hosts=("domainmarkt.de", "domainname.de", "redirectdom.com")),  # TMA
    Seller(who="fabulous", hosts=("fabulous.com",), sources=("fabulous.com",)),  # TMA
    Seller(who="dnspod", hosts=("domainparking-dnspod.cn",)),  # TMA
    Seller(who="west.cn", places=("www.west.cn/ykj", "www.west.cn/paimai")),  # TMA
    # Registries that answer for every name of theirs that nobody has, or sell what was let go.
    Seller(
        who="freenom", hosts=("freenom.com", "freenom.link", "domain.dot.tk"), places=("www.dot.tk/",)
    ),  # .tk .ml .ga .cf .gq
    Seller(who="website.ws", hosts=("website.ws",), sources=("website.ws",)),  # .ws
)
"""Who is known, by what. One row each; behind it where it was found."""


def _rows(language: str, *sayings: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(language=language, says=says) for says in sayings)


PHRASES = (
    *_rows(
        "en",
        "(?:this |the )?domain(?: name)?(?: [a-z0-9]+){0,4} (?:is|may be|might be) for sale",
        "(?:buy|get|purchase|own) this domain(?: name)?(?: today| now)?",
        "(?:inquire|enquire) about this domain",
        "make (?:an|us an) offer (?:for|on) this domain",
        "this (?:domain(?: name)?|web ?page|page|site) is parked(?: for)? free",
        "this domain(?: name)? (?:is|has been) parked",
        "domain parked by",
        "(?:this )?domain(?: name)? (?:has )?expired",
        "the domain owner maintains no relationship with the advertiser",
        "the sponsored listings displayed above are served automatically by a third party",
        "this (?:web ?page|domain|page) (?:was generated by the domain owner using|is generated by the domain owner using)",
        "future home of something quite cool",
        "this domain (?:was |is )?(?:recently )?(?:registered (?:at|with|by)|registered and parked)",
    ),
    *_rows(
        "de",
        "(?:diese )?domain(?: [a-z0-9]+){0,4} (?:steht zum verkauf|ist zu verkaufen|kaufen)",
        "diese domain (?:kaufen|ist geparkt|wurde geparkt)",
        "domain geparkt",
    ),
    *_rows(
        "fr",
        "(?:ce |le )?(?:nom de )?domaine(?: [a-z0-9]+){0,4} est (?:à vendre|en vente|parqué)",
        "achetez ce (?:nom de )?domaine",
    ),
    *_rows(
        "es",
        "(?:este )?dominio(?: [a-z0-9]+){0,4} (?:está|puede estar) (?:en venta|a la venta|aparcado)",
        "comprar este dominio",
    ),
    *_rows("pt", "(?:este )?domínio(?: [a-z0-9]+){0,4} (?:está|pode estar) à venda", "comprar? este domínio"),
    *_rows("it", "(?:questo )?dominio(?: [a-z0-9]+){0,4} (?:è in vendita|è parcheggiato)", "acquista questo dominio"),
    *_rows(
        "nl",
        "(?:deze )?domein(?:naam)?(?: [a-z0-9]+){0,4} (?:is|staat) te koop",
        "deze domeinnaam is (?:geregistreerd|geparkeerd)",
    ),
    *_rows("pl", "(?:ta )?domena(?: [a-z0-9]+){0,4} (?:jest )?(?:na sprzedaż|zaparkowana)", "kup tę domenę"),
    *_rows(
        "ru",
        "(?:этот )?домен(?: [a-z0-9]+){0,4} (?:продается|продаётся|припаркован|выставлен на продажу)",
        "купить (?:этот )?домен",
    ),
    *_rows("uk", "(?:цей )?домен(?: [a-z0-9]+){0,4} (?:продається|припарковано)"),
    *_rows("cs", "(?:tato )?doména(?: [a-z0-9]+){0,4} (?:je )?(?:na prodej|zaparkována)"),
    *_rows("sv", "(?:denna |den här )?domän(?:en)?(?: [a-z0-9]+){0,4} är (?:till salu|parkerad)"),
    *_rows("da", "(?:dette )?domæne(?:t)?(?: [a-z0-9]+){0,4} er (?:til salg|parkeret)"),
    *_rows("fi", "(?:tämä )?verkkotunnus(?: [a-z0-9]+){0,4} on (?:myytävänä|myynnissä)"),
    *_rows("tr", "bu alan adı satılıktır?", "alan adı satılık"),
    *_rows("zh", "(?:该|此|本)?域名(?:正在|可以?)?(?:出售|转让|轉讓)", "(?:该|此|本)域名(?:已)?(?:停放|过期|到期)"),
    *_rows("ja", "このドメイン(?:名)?は(?:売り出し中|販売中|購入できます|お名前.com)", "このドメインを購入"),
    *_rows("ko", "(?:이 )?도메인(?:은|을|이)? ?(?:판매 ?중|판매합니다|구매)"),
    *_rows("ar", "هذا (?:النطاق|الدومين) (?:معروض )?للبيع"),
)
"""What such pages say. Most of it could be said of another domain, so the page must be short as well."""
